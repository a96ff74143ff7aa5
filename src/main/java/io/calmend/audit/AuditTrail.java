package io.calmend.audit;

/** The one writer of the trail. */
public interface AuditTrail {

    /**
     * Appends one record in the caller's transaction, so that the record and the state it tells about are committed
     * together or not at all. Gives the record its number, the time and the hash of the record before; the head row is
     * locked until the transaction ends, so call it last.
     *
     * @return the record's number, from 1 without gaps
     * @throws org.springframework.transaction.IllegalTransactionStateException if no transaction is open
     */
    long record(AuditEvent event);

    /** As {@link #record}, in a transaction of its own: for things that have no other state, such as a refusal or a sign-in. */
    long recordAlone(AuditEvent event);
}
