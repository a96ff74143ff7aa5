package io.calmend.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Counts refused tries for each account and each network address, so that guesses made here stay below the directory's own
 * lock-out and nobody's Windows account is locked. A try is counted before the directory is asked, so that many at once do not
 * slip through. Holds a bounded number of names; those left out for want of room are the ones with the fewest tries, of these
 * the ones that were quiet longest, so that invented names do not wash away an account that is being guessed at.
 */
@Component
class SignInThrottle {

    private static final int MOST_NAMES = 20_000;

    private final SignInSettings.Throttle settings;
    private final Clock clock;
    private final Map<String, Deque<Instant>> accounts = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Deque<Instant>> addresses = new LinkedHashMap<>(16, 0.75f, true);

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
        var ofAccount = recent(accounts, account, now);
        var ofAddress = recent(addresses, address, now);
        var wait =
                longer(waitFor(ofAccount, settings.tries(), now), waitFor(ofAddress, settings.triesPerAddress(), now));
        if (wait.isPositive()) {
            return new Admission.Throttled(wait);
        }
        accounts.computeIfAbsent(account, _ -> new ArrayDeque<>()).addLast(now);
        addresses.computeIfAbsent(address, _ -> new ArrayDeque<>()).addLast(now);
        bound(accounts);
        bound(addresses);
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
    private Deque<Instant> recent(Map<String, Deque<Instant>> tries, String name, Instant now) {
        var found = tries.get(name);
        if (found == null) {
            return new ArrayDeque<>();
        }
        var start = now.minus(settings.within());
        while (!found.isEmpty() && !found.getFirst().isAfter(start)) {
            found.removeFirst();
        }
        if (found.isEmpty()) {
            tries.remove(name);
        }
        return found;
    }

    private Duration waitFor(Deque<Instant> tries, int most, Instant now) {
        return tries.size() < most
                ? Duration.ZERO
                : Duration.between(now, tries.getFirst().plus(settings.within()));
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

    private static void bound(Map<String, Deque<Instant>> tries) {
        for (var fewest = 1; tries.size() > MOST_NAMES; fewest++) {
            var quietest = tries.values().iterator();
            while (tries.size() > MOST_NAMES && quietest.hasNext()) {
                if (quietest.next().size() <= fewest) {
                    quietest.remove();
                }
            }
        }
    }
}
