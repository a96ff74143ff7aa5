package io.calmend.execution;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import java.util.function.Predicate;

/** The real audit log, which a test can make refuse entries. */
final class BreakableLog implements AuditLog {

    private final AuditLog real;
    volatile Predicate<AuditEvent> refuses = _ -> false;

    BreakableLog(AuditLog real) {
        this.real = real;
    }

    @Override
    public long record(AuditEvent event) {
        require(event);
        return real.record(event);
    }

    @Override
    public long recordAlone(AuditEvent event) {
        require(event);
        return real.recordAlone(event);
    }

    private void require(AuditEvent event) {
        if (refuses.test(event)) {
            throw new IllegalStateException("the disk is full");
        }
    }
}
