package io.calmend.remote;

import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.WindowsTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of an observation. Everything in it comes from an untrusted host: show it as text only. */
public sealed interface ObservationResult {

    /**
     * @param at the host's own clock
     * @param changeAtWork whether a change of ours holds the host's mutex
     * @param state the facets in the order asked for; each digest was computed by the host and again here, and both agree
     * @param known the facts in the order asked for
     */
    record Observed(Instant at, boolean changeAtWork, HostFacts facts, HostState state, List<Fact.Known> known)
            implements ObservationResult {
        /** @throws IllegalArgumentException if {@code at} is outside the range of {@link WindowsTime} */
        public Observed {
            requireMoment(at);
            known = List.copyOf(known);
        }
    }

    /** {@code detail} is one line for experts, masked and limited in length; it never contains the request. */
    record NotObserved(FailureReason reason, String detail) implements ObservationResult {}

    /**
     * What the host reports about itself.
     *
     * @param name the host's own name for itself
     * @param operatingSystem for example {@code Windows 11 Enterprise}; empty if not known
     * @param build for example {@code 22631}; empty if not known
     * @param sixtyFourBit false on 32-bit Windows, where both registry views are the same
     * @param clientPrograms Remote Desktop programs that are running ({@code mstsc}…); empty unless asked for
     * @param events recent events of the Remote Desktop client, newest first, at most 20; empty unless asked for
     * @param eventsUnread why events could not be read, null if they were or were not asked for
     */
    record HostFacts(
            String name,
            String operatingSystem,
            String build,
            boolean sixtyFourBit,
            String culture,
            List<String> clientPrograms,
            List<HostEvent> events,
            @Nullable String eventsUnread) {
        public HostFacts {
            clientPrograms = List.copyOf(clientPrograms);
            events = List.copyOf(events);
        }
    }

    /** @param at within the range of {@link WindowsTime} */
    record HostEvent(Instant at, String log, String source, int id, String detail) {
        public HostEvent {
            requireMoment(at);
        }
    }

    private static void requireMoment(Instant at) {
        if (!WindowsTime.holds(at)) {
            throw new IllegalArgumentException("no moment that Windows can show");
        }
    }
}
