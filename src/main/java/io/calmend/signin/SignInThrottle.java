package io.calmend.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts refused tries, so that guesses made here stay below the directory's own lock-out and nobody's Windows account is
 * locked. A try is counted before the directory is asked, so that many at once do not slip through. What somebody is told before the sign-in
 * follows from what they typed and where they sit alone, and not from what the directory knows; what an account itself has
 * used up is kept apart and not told. A browser in which the account has signed in before has an allowance of its own that nobody
 * else can use up. Holds a bounded number of names, each as long as a try of it counts; when there is no room, a new name
 * waits, since to forget another one would let somebody guess on there.
 */
@Component
class SignInThrottle {

    private static final int MOST_NAMES = 20_000;

    private final SignInSettings.Throttle settings;
    private final Clock clock;
    private final SequencedMap<String, Deque<Instant>> names = new LinkedHashMap<>();
    private final SequencedMap<String, Deque<Instant>> addresses = new LinkedHashMap<>();
    private final SequencedMap<String, Deque<Instant>> accounts = new LinkedHashMap<>();

    SignInThrottle(SignInSettings settings, Clock clock) {
        this.settings = settings.throttle();
        this.clock = clock;
    }

    /**
     * Who wants to try.
     *
     * @param typed the name as it was typed
     * @param account the SID of the account that it means; null if the directory knows none
     * @param known true if {@code account} has signed in from this browser before
     */
    record Try(String typed, @Nullable String account, String address, boolean known) {

        /** However a name is written, and whether it exists or not: {@code CORP\Bob} and {@code bob@corp} are {@code bob}. */
        String name() {
            var name = typed.substring(typed.lastIndexOf('\\') + 1).strip();
            var at = name.lastIndexOf('@');
            return (at > 0 ? name.substring(0, at) : name).strip().toLowerCase(Locale.ROOT);
        }

        /** Where it comes from, whichever address of a network was taken for it. */
        String network() {
            return ClientNetwork.of(address);
        }
    }

    /** What became of the wish to try. */
    sealed interface Admission {
        /** Counted as refused until it is refunded. */
        record Admitted(Try what, Instant at) implements Admission {}

        record Throttled(Duration waitTime) implements Admission {}

        /** The account has no try left, which is nobody's business: as if the directory did not know it. */
        record UsedUp() implements Admission {}
    }

    synchronized Admission admit(Try what) {
        var now = clock.instant();
        var account = what.account();
        if (what.known() && account != null) {
            // there is room for everybody who has signed in
            var wait = waitFor(
                    accounts, account, settings.tries() + settings.triesOfKnownBrowsers(), Integer.MAX_VALUE, now);
            if (wait.isPositive()) {
                return new Admission.Throttled(wait);
            }
            count(accounts, account, now);
            return new Admission.Admitted(what, now);
        }
        var wait = longer(
                waitFor(names, what.name(), settings.tries(), MOST_NAMES, now),
                waitFor(addresses, what.network(), settings.triesPerAddress(), MOST_NAMES, now));
        if (wait.isPositive()) {
            return new Admission.Throttled(wait);
        }
        count(names, what.name(), now);
        count(addresses, what.network(), now);
        if (account == null) {
            return new Admission.Admitted(what, now);
        }
        if (waitFor(accounts, account, settings.tries(), MOST_NAMES, now).isPositive()) {
            return new Admission.UsedUp();
        }
        count(accounts, account, now);
        return new Admission.Admitted(what, now);
    }

    /**
     * The password was right: the account starts again, as its counter in the directory does. The name does not, else whoever
     * waits for it would see that somebody goes by it.
     */
    synchronized void right(Admission.Admitted admitted) {
        refundTyped(admitted);
        if (admitted.what().account() != null) {
            accounts.remove(admitted.what().account());
        }
    }

    /** The password was not observed: the try does not count. */
    synchronized void notAsked(Admission.Admitted admitted) {
        refundTyped(admitted);
        if (admitted.what().account() != null) {
            refund(accounts, admitted.what().account(), admitted.at());
        }
    }

    private void refundTyped(Admission.Admitted admitted) {
        if (!admitted.what().known()) {
            refund(names, admitted.what().name(), admitted.at());
            refund(addresses, admitted.what().network(), admitted.at());
        }
    }

    synchronized int names() {
        return Math.max(names.size(), Math.max(accounts.size(), addresses.size()));
    }

    /** Asking alone keeps nothing: who is throttled could fill the memory with names. */
    private Duration waitFor(SequencedMap<String, Deque<Instant>> tries, String name, int most, int room, Instant now) {
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
            return tries.size() < room
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

    private static void refund(Map<String, Deque<Instant>> tries, String name, Instant at) {
        var found = tries.get(name);
        if (found != null) {
            found.removeLastOccurrence(at);
            if (found.isEmpty()) {
                tries.remove(name);
            }
        }
    }
}
