package io.calmend.ui.fix;

import io.calmend.licensing.ClientStore;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.LicenceState;
import io.calmend.ui.parts.Mark;
import io.calmend.ui.parts.Words;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** How the licence cache stands in one registry view: as badly as the worst of its licences. */
enum CacheState {
    NOT_READ(Mark.UNKNOWN),
    EMPTY(Mark.IDLE),
    IN_ORDER(Mark.OK),
    RENEWAL_DUE(Mark.WARN),
    NOT_YET_VALID(Mark.WARN),
    WITHOUT_HARDWARE_ID(Mark.WARN),
    OF_ANOTHER_COMPUTER(Mark.WARN),
    EXPIRED(Mark.FAIL),
    DAMAGED(Mark.FAIL);

    private final Mark mark;

    CacheState(Mark mark) {
        this.mark = mark;
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

    Mark mark() {
        return mark;
    }

    /** As {@link #mark}, but never green: of a server more than this would have to be read. */
    Mark markOnServer() {
        return mark == Mark.OK ? Mark.IDLE : mark;
    }

    String words() {
        return Words.say("ui.case.chain.cache." + name());
    }
}
