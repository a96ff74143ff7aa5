package io.calmend.vocabulary;

/** Somebody called a method that their roles do not allow; that is in the audit log. */
public final class NotPermittedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final FailureReason reason;

    public NotPermittedException(FailureReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** Why not: {@code NOT_PERMITTED}, or {@code DIRECTORY_UNAVAILABLE} where nobody could be asked. */
    public FailureReason reason() {
        return reason;
    }
}
