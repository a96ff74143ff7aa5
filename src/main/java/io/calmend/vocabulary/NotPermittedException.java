package io.calmend.vocabulary;

/** Thrown when somebody calls a method that their roles do not allow; the refusal is in the audit log already. */
public final class NotPermittedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final FailureReason reason;

    public NotPermittedException(FailureReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** Why not: {@code NOT_PERMITTED}, or {@code DIRECTORY_UNAVAILABLE} if the directory could not be asked. */
    public FailureReason reason() {
        return reason;
    }
}
