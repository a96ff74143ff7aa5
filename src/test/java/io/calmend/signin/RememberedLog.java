package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** For tests: an audit log in memory, and one that can be made to fail. */
final class RememberedLog implements AuditLog {

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
