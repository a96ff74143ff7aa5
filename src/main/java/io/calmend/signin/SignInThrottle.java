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
 * Counts refused attempts to sign in, so that guesses made here stay below the domain's lockout threshold and lock
 * nobody's Windows account. An attempt is counted before the directory is asked, so that many parallel attempts are
 * counted too. What a person is told before the password check depends only on the name they typed and their address,
 * and not on what the directory knows; the attempts of an account itself are counted separately and never revealed. A
 * browser in which the account has signed in before has an allowance of its own that nobody else can use up. The
 * number of names is limited, and each is kept as long as one of its attempts counts; when there is no room, a new
 * name has to wait, because forgetting another one would allow more guesses for it.
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
     * One attempt to sign in.
     *
     * @param typed the name as it was typed
     * @param account the SID of the account that the name means; null if the directory knows none
     * @param known true if {@code account} has signed in from this browser before
     */
    record Try(String typed, @Nullable String account, String address, boolean known) {

        /**
         * The same for all spellings of a name, whether it exists or not: {@code CORP\Bob} and {@code bob@corp} become
         * {@code bob}.
         */
        String name() {
            var name = typed.substring(typed.lastIndexOf('\\') + 1).strip();
            var at = name.lastIndexOf('@');
            return (at > 0 ? name.substring(0, at) : name).strip().toLowerCase(Locale.ROOT);
        }

        /** The network that the attempt comes from, the same for each of its addresses. */
        String network() {
            return ClientNetwork.of(address);
        }
    }

    /** Whether the attempt may be made. */
    sealed interface Admission {
        /** Counted as refused until its result is reported. */
        record Admitted(Try what, Instant at) implements Admission {}

        record Throttled(Duration waitTime) implements Admission {}

        /**
         * The account has no attempt left, which must not be revealed: answered as if the directory did not know it.
         */
        record UsedUp() implements Admission {}
    }

    synchronized Admission admit(Try what) {
        var now = clock.instant();
        var account = what.account();
        if (what.known() && account != null) {
            // there is always room for an account that has signed in
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
     * The password was right: the count of the account starts again, as its counter in the directory does. The count
     * of the name does not, or somebody who waits for that name would notice that it belongs to an account.
     */
    synchronized void right(Admission.Admitted admitted) {
        refundTyped(admitted);
        if (admitted.what().account() != null) {
            accounts.remove(admitted.what().account());
        }
    }

    /** The password was not checked: the attempt does not count. */
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

    /** Asking stores nothing, or throttled clients could fill the memory with names. */
    private Duration waitFor(SequencedMap<String, Deque<Instant>> tries, String name, int most, int room, Instant now) {
        var start = now.minus(settings.within());
        // names are in the order of their last attempts
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
