package io.calmend.audit;

/** The one writer of the audit log. */
public interface AuditLog {

    /**
     * Appends one entry in the caller's transaction, so that the entry and the state change it reports are committed
     * together or not at all. Gives the entry its number, the time and the hash of the entry before. The head row
     * stays locked until the transaction ends, so call this last.
     *
     * @return the entry's number, from 1 without gaps
     * @throws IllegalArgumentException if the entry would be larger than a million bytes: callers limit the size of
     *     what they log
     * @throws org.springframework.transaction.IllegalTransactionStateException if no transaction is open
     */
    long record(AuditEvent event);

    /**
     * As {@link #record}, for events that accompany no other state change, such as a refusal or a sign-in: committed
     * when this returns. Joins an open transaction if there is one, because a second connection would wait for the
     * head row that the first has locked.
     *
     * <p>Of repeated refusals ({@link AuditEvent.Refused}, {@link AuditEvent.SignInRefused}) only a limited number is
     * written in a period; {@link AuditEvent.RefusedMore} then reports how many more there were.
     *
     * @return the entry's number; 0 if it was only counted
     */
    long recordAlone(AuditEvent event);
}
