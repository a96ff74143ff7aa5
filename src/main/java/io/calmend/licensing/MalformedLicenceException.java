package io.calmend.licensing;

/** Ends the reading of a blob at the first thing that makes no sense; never leaves this module. */
final class MalformedLicenceException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param problem for the expert; must hold nothing of the blob's own text */
    MalformedLicenceException(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
