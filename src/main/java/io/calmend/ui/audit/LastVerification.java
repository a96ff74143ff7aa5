package io.calmend.ui.audit;

import io.calmend.audit.AuditSearch.Verification;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** What the audit log's last verification said, since this portal started; for everybody who looks at the audit log. */
@Component
class LastVerification {

    private final AtomicReference<Optional<Verification>> last = new AtomicReference<>(Optional.empty());

    Optional<Verification> get() {
        return last.get();
    }

    void set(Verification verification) {
        last.set(Optional.of(verification));
    }
}
