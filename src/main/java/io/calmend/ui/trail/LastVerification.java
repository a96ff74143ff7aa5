package io.calmend.ui.trail;

import io.calmend.audit.AuditSearch.Verification;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** What the trail's last verification said, since this portal started; for everybody who looks at the trail. */
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
