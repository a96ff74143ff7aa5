package io.calmend.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;

/**
 * Counts refused tries for each account and each network address, so that guesses made here stay below the directory's own
 * lock-out and nobody's Windows account is locked. A try is counted before the directory is asked, so that many at once do not
 * slip through. Holds a bounded number of names, each as long as a try of it counts; when there is no room, a new name waits,
 * since to forget another one would let somebody guess on there.
 */
@Component
class SignInThrottle {

    private static final int MOST_NAMES = 20_000;

    private final SignInSettings.Throttle settings;
    private final Clock clock;
    private final SequencedMap<String, Deque<Instant>> accounts = new LinkedHashMap<>();
    private final SequencedMap<String, Deque<Instant>> addresses = new LinkedHashMap<>();

    SignInThrottle(SignInSettings settings, Clock clock) {
        this.settings = settings.throttle();
        this.clock = clock;
    }

    /** What became of the wish to try. */
    sealed interface Admission {
        /** Counted as refused until it is given back. */
        record Admitted(String account, String address, Instant at) implements Admission {}

        record Throttled(Duration waitTime) implements Admission {}
    }

    synchronized Admission admit(String account, String address) {
        var now = clock.instant();
        var wait = longer(
                waitFor(accounts, account, settings.tries(), now),
                waitFor(addresses, address, settings.triesPerAddress(), now));
        if (wait.isPositive()) {
            return new Admission.Throttled(wait);
        }
        count(accounts, account, now);
        count(addresses, address, now);
        return new Admission.Admitted(account, address, now);
    }

    /** The password was right: the account starts anew, as its counter in the directory does. */
    synchronized void right(Admission.Admitted admitted) {
        accounts.remove(admitted.account());
        giveBack(addresses, admitted.address(), admitted.at());
    }

    /** The password was not looked at: the try does not count. */
    synchronized void notAsked(Admission.Admitted admitted) {
        giveBack(accounts, admitted.account(), admitted.at());
        giveBack(addresses, admitted.address(), admitted.at());
    }

    synchronized int names() {
        return Math.max(accounts.size(), addresses.size());
    }

    /** Asking alone keeps nothing: who is throttled could fill the memory with names. */
    private Duration waitFor(SequencedMap<String, Deque<Instant>> tries, String name, int most, Instant now) {
        var start = now.minus(settings.within());
        // the name tried last stands last
        while (!tries.isEmpty() && !tries.firstEntry().getValue().getLast().isAfter(start)) {
            tries.pollFirstEntry();
        }
        var found = tries.get(name);
        while (found != null && !found.isEmpty() && !found.getFirst().isAfter(start)) {
            found.removeFirst();
        }
        if (found == null || found.isEmpty()) {
            tries.remove(name);
            return tries.size() < MOST_NAMES
                    ? Duration.ZERO
                    : left(tries.firstEntry().getValue().getLast(), now);
        }
        return found.size() < most ? Duration.ZERO : left(found.getFirst(), now);
    }

    private Duration left(Instant tried, Instant now) {
        return Duration.between(now, tried.plus(settings.within()));
    }

    private static void count(SequencedMap<String, Deque<Instant>> tries, String name, Instant now) {
        var found = tries.get(name);
        var counted = found == null ? new ArrayDeque<Instant>() : found;
        counted.addLast(now);
        tries.putLast(name, counted);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void giveBack(Map<String, Deque<Instant>> tries, String name, Instant at) {
        var found = tries.get(name);
        if (found != null) {
            found.removeLastOccurrence(at);
            if (found.isEmpty()) {
                tries.remove(name);
            }
        }
    }
}
