package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditTrail;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** For tests: a trail in memory, and one that can be made to fail. */
final class RememberedTrail implements AuditTrail {

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean full;

    List<AuditEvent> events() {
        return events;
    }

    void isFull() {
        full = true;
    }

    @Override
    public long record(AuditEvent event) {
        if (full) {
            throw new IllegalStateException("the disk is full");
        }
        events.add(event);
        return events.size();
    }

    @Override
    public long recordAlone(AuditEvent event) {
        return record(event);
    }
}
