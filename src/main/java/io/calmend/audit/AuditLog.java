package io.calmend.audit;

/** The one writer of the audit log. */
public interface AuditLog {

    /**
     * Appends one entry in the caller's transaction, so that the entry and the state it tells about are committed
     * together or not at all. Gives the entry its number, the time and the hash of the entry before; the head row is
     * locked until the transaction ends, so call it last.
     *
     * @return the entry's number, from 1 without gaps
     * @throws IllegalArgumentException if the entry would have more than a million bytes: callers bound what they record
     * @throws org.springframework.transaction.IllegalTransactionStateException if no transaction is open
     */
    long record(AuditEvent event);

    /**
     * As {@link #record}, for things that have no other state, such as a refusal or a sign-in: committed when this returns.
     * Where a transaction is open it joins that one, because a second connection would wait for the first one's head row.
     *
     * <p>Of refusals that somebody repeats ({@link AuditEvent.Refused}, {@link AuditEvent.SignInRefused}) only so many are
     * written in a time; {@link AuditEvent.RefusedMore} then says how many there were more.
     *
     * @return the entry's number; 0 if it was only counted
     */
    long recordAlone(AuditEvent event);
}
