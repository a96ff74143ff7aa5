package io.calmend.signin;

import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Logs to the application log that a request was refused before it was processed, and which name or origin would be
 * accepted, so that whoever forgot a name in {@code public-urls} finds it there. One line a minute for each cause,
 * with the number of refusals since the last line.
 */
@Component
class RefusedRequests {

    private static final Logger LOG = LoggerFactory.getLogger(RefusedRequests.class);
    private static final int LONGEST = 100;
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final PublicAddress address;
    private final Clock clock;
    private final Map<RefusalCause, Logged> logged = new EnumMap<>(RefusalCause.class);

    RefusedRequests(PublicAddress address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    private enum RefusalCause {
        NAME,
        ORIGIN
    }

    private record Logged(Instant at, int unlogged) {}

    /** The Host header does not contain one of our names. */
    void name(@Nullable String name) {
        var unlogged = turn(RefusalCause.NAME);
        if (unlogged >= 0) {
            LOG.warn(
                    "A request was refused: it came for the host name {}, expected is one of {} (calmend.signin.public-urls,"
                            + " and this server's own).{}",
                    shown(name),
                    address.names(),
                    others(unlogged));
        }
    }

    /** Another site tried to write or to open a web socket. */
    void origin(HttpServletRequest request) {
        var unlogged = turn(RefusalCause.ORIGIN);
        if (unlogged >= 0) {
            LOG.warn(
                    "A request to {} was refused: it came from the origin {}, expected is one of {}"
                            + " (calmend.signin.public-urls) or this server's own address.{}",
                    shown(request.getRequestURI()),
                    shown(request.getHeader("Origin")),
                    address.origins(),
                    others(unlogged));
        }
    }

    /** How many refusals were not logged since the last line; -1 if this one is not to be logged either. */
    private synchronized int turn(RefusalCause cause) {
        var now = clock.instant();
        var last = logged.get(cause);
        if (last != null && now.isBefore(last.at().plus(QUIET))) {
            logged.put(cause, new Logged(last.at(), last.unlogged() + 1));
            return -1;
        }
        logged.put(cause, new Logged(now, 0));
        return last == null ? 0 : last.unlogged();
    }

    private static String others(int unlogged) {
        return unlogged == 0 ? "" : " So were " + unlogged + " more since the last line like this.";
    }

    private static String shown(@Nullable String text) {
        return text == null ? "(none)" : "'" + Texts.cut(Visible.of(text), LONGEST) + "'";
    }
}
