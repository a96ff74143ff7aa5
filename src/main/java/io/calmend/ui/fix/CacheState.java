package io.calmend.ui.fix;

import io.calmend.licensing.ClientStore;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.LicenceState;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The state of the licence cache in one registry view: that of its worst licence. */
enum CacheState {
    NOT_READ(Severity.UNKNOWN),
    EMPTY(Severity.IDLE),
    IN_ORDER(Severity.OK),
    RENEWAL_DUE(Severity.WARN),
    NOT_YET_VALID(Severity.WARN),
    WITHOUT_HARDWARE_ID(Severity.WARN),
    OF_ANOTHER_COMPUTER(Severity.WARN),
    EXPIRED(Severity.FAIL),
    DAMAGED(Severity.FAIL);

    private final Severity severity;

    CacheState(Severity severity) {
        this.severity = severity;
    }

    static CacheState of(@Nullable View view, @Nullable ClientStore store, Instant at) {
        if (view == null
                || store == null
                || !view.unreadable().isEmpty()
                || view.unknown().contains(Part.LICENCES)) {
            return NOT_READ;
        }
        return view.licences().stream()
                .map(licence -> LicenceState.of(licence, view, store, at))
                .max(Comparator.naturalOrder())
                .map(CacheState::of)
                .orElse(EMPTY);
    }

    static CacheState of(LicenceState licence) {
        return switch (licence) {
            case VALID -> IN_ORDER;
            case RENEWAL_DUE -> RENEWAL_DUE;
            case NOT_YET_VALID -> NOT_YET_VALID;
            case WITHOUT_HARDWARE_ID -> WITHOUT_HARDWARE_ID;
            case OF_ANOTHER_COMPUTER -> OF_ANOTHER_COMPUTER;
            case EXPIRED -> EXPIRED;
            case UNREADABLE -> DAMAGED;
        };
    }

    Severity severity() {
        return severity;
    }

    /** As {@link #severity}, but never green: for a server more than the cache would have to be read. */
    Severity severityOnServer() {
        return severity == Severity.OK ? Severity.IDLE : severity;
    }

    String words() {
        return Words.say("ui.case.chain.cache." + name());
    }
}
