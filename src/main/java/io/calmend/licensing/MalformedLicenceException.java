package io.calmend.licensing;

/** Stops the decoding of a licence at the first malformed part; never leaves this module. */
final class MalformedLicenceException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param problem for experts; must not contain text from the licence itself */
    MalformedLicenceException(String problem) {
        super(problem, null, false, false);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
