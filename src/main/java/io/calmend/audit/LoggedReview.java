package io.calmend.audit;

import io.calmend.audit.AuditSearch.Verification;
import io.calmend.vocabulary.Actor;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Service;

@Service
class LoggedReview implements AuditReview {

    private final AuditSearch search;
    private final AuditLog auditLog;
    private final AtomicReference<Optional<Verification>> last = new AtomicReference<>(Optional.empty());

    LoggedReview(AuditSearch search, AuditLog auditLog) {
        this.search = search;
        this.auditLog = auditLog;
    }

    @Override
    public void reads(Actor actor, String what) {
        auditLog.recordAlone(new AuditEvent.LogRead(actor, what));
    }

    @Override
    public Verification verify(Actor actor) {
        var result = search.verify(actor);
        auditLog.recordAlone(new AuditEvent.LogVerified(actor, result.entries(), result.broken()));
        last.set(Optional.of(result));
        return result;
    }

    @Override
    public Optional<Verification> lastVerification(Actor actor) {
        return last.get();
    }
}
