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
 * Bounds what somebody can put on the log by having the same thing refused again and again; nothing there can be deleted, and
 * each entry waits for the one before. Of each repeated refusal so many are written in a time, the others are counted, and the
 * number is written when the time is over. Counts are lost when the process is killed, or if the database refuses them. Safe for use by many threads.
 */
final class Repetitions {

    /** A person makes so many mistakes in a minute only by a program. */
    static final int REFUSALS_OF_ONE_PERSON = 30;

    /** All who did not sign in together, so that many names from many addresses fill the log no faster. */
    static final int REFUSED_SIGN_INS = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Of one account, from one address: it is throttled, and goes on. */
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
            default -> true;
        };
    }

    private boolean hasRoom(Key key, Actor actor, Duration length, int most) {
        var window = windows.get(key);
        if (window == null) {
            if (key instanceof Key.Throttled && windows.size() >= MOST_KEYS) {
                // made without signing in; what is done is still counted among all sign-ins
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

    /** The counts of times that are over; each is given once. */
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
