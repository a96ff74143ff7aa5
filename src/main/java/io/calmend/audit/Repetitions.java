package io.calmend.audit;

import io.calmend.vocabulary.Actor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many entries somebody can cause by having the same request refused again and again, because entries
 * cannot be deleted and are written one at a time. In each period a number of refusals is written, the others are
 * counted, and their count is written when the period is over. Counts are lost if the process is killed or the
 * database refuses them. Thread-safe.
 */
final class Repetitions {

    /** Only a program makes this many mistakes in a minute. */
    static final int REFUSALS_OF_ONE_PERSON = 30;

    /** For everybody who is not signed in, together: trying many names from many addresses fills the log no faster. */
    static final int REFUSED_SIGN_INS = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** For one account from one address, which is throttled but may keep trying. */
    private static final Duration THROTTLED = Duration.ofMinutes(15);

    private static final int MOST_KEYS = 10_000;

    private sealed interface Key {
        record OfPerson(String sid) implements Key {}

        record Throttled(@Nullable String account, String address) implements Key {}

        record SignIns() implements Key {}
    }

    private static final class Window {
        private final Instant begun;
        private final Duration length;
        private final Actor actor;
        private int written;
        private long more;

        Window(Instant begun, Duration length, Actor actor) {
            this.begun = begun;
            this.length = length;
            this.actor = actor;
        }

        boolean isOver(Instant now) {
            return !now.isBefore(begun.plus(length));
        }
    }

    private final Clock clock;
    private final Map<Key, Window> windows = new HashMap<>();

    Repetitions(Clock clock) {
        this.clock = clock;
    }

    /** Whether {@code event} is to be written; if not, it is counted. */
    synchronized boolean isWritten(AuditEvent event) {
        return switch (event) {
            case AuditEvent.Refused refused ->
                hasRoom(new Key.OfPerson(refused.actor().sid()), refused.actor(), MINUTE, REFUSALS_OF_ONE_PERSON);
            case AuditEvent.SignInRefused(var actor, var account, var address, var cause) ->
                (!cause.equals(AuditEvent.SignInRefused.THROTTLED)
                                || hasRoom(new Key.Throttled(account, address), actor, THROTTLED, 1))
                        && hasRoom(new Key.SignIns(), actor, MINUTE, REFUSED_SIGN_INS);
            case AuditEvent.SignedIn _,
                    AuditEvent.SignedOut _,
                    AuditEvent.Diagnosed _,
                    AuditEvent.HostOpened _,
                    AuditEvent.RefusedMore _,
                    AuditEvent.Planned _,
                    AuditEvent.Intended _,
                    AuditEvent.BackupSaved _,
                    AuditEvent.ChangeSent _,
                    AuditEvent.StepEnded _,
                    AuditEvent.Ended _,
                    AuditEvent.TakenOver _,
                    AuditEvent.Downloaded _,
                    AuditEvent.LogVerified _,
                    AuditEvent.LogRead _,
                    AuditEvent.PermissionsExplained _,
                    AuditEvent.ChangesStopped _,
                    AuditEvent.ChangesAllowed _,
                    AuditEvent.AccountStopped _,
                    AuditEvent.AccountReleased _,
                    AuditEvent.RulesRead _ -> true;
        };
    }

    private boolean hasRoom(Key key, Actor actor, Duration length, int most) {
        var window = windows.get(key);
        if (window == null) {
            if (key instanceof Key.Throttled && windows.size() >= MOST_KEYS) {
                // this refusal was made without signing in; it still counts among all sign-ins
                return true;
            }
            window = new Window(clock.instant(), length, actor);
            windows.put(key, window);
        }
        if (window.written < most) {
            window.written++;
            return true;
        }
        window.more++;
        return false;
    }

    /** The counts of the periods that are over; each is returned once. */
    synchronized List<AuditEvent.RefusedMore> over() {
        var now = clock.instant();
        return taken(window -> window.isOver(now));
    }

    synchronized List<AuditEvent.RefusedMore> all() {
        return taken(_ -> true);
    }

    private List<AuditEvent.RefusedMore> taken(Predicate<Window> which) {
        var counts = new ArrayList<AuditEvent.RefusedMore>();
        windows.entrySet().removeIf(one -> {
            if (!which.test(one.getValue())) {
                return false;
            }
            summary(one.getKey(), one.getValue()).ifPresent(counts::add);
            return true;
        });
        return List.copyOf(counts);
    }

    private static Optional<AuditEvent.RefusedMore> summary(Key key, Window window) {
        if (window.more == 0) {
            return Optional.empty();
        }
        var since = window.begun.toString();
        return Optional.of(
                switch (key) {
                    case Key.OfPerson _ ->
                        new AuditEvent.RefusedMore(window.actor, null, null, null, window.more, since);
                    case Key.Throttled(var account, var address) ->
                        new AuditEvent.RefusedMore(
                                window.actor, account, address, AuditEvent.SignInRefused.THROTTLED, window.more, since);
                    case Key.SignIns _ ->
                        new AuditEvent.RefusedMore(window.actor, null, null, "SIGN_IN", window.more, since);
                });
    }
}
