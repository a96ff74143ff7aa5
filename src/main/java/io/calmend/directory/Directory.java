package io.calmend.directory;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Looks up people and computers in Active Directory. Every call asks the directory again unless it says otherwise;
 * none throws if the directory is down.
 */
public interface Directory {

    /**
     * Enabled computers whose name or DNS name begins with {@code typed}, or whose description contains
     * it, sorted by name. Domain controllers and disabled accounts are left out.
     *
     * @param typed any text; fewer than two characters find nothing
     * @param limit 1 to 50
     */
    ComputerSearch findComputers(String typed, int limit);

    sealed interface ComputerSearch {
        /** {@code more} is true if the list was cut at the limit. */
        record Found(List<FoundComputer> computers, boolean more) implements ComputerSearch {}

        record Failed(FailureReason reason) implements ComputerSearch {}
    }

    /**
     * A computer in a search result, for people to choose from. It is no {@link ManagedHost}: its DNS name is verified
     * only when it is looked up, and nothing connects to it before that.
     *
     * @param operatingSystem empty if unset. Hostile text: show it as text only
     * @param description empty if unset. Hostile text: show it as text only
     */
    record FoundComputer(String name, HostName dnsName, String operatingSystem, String description) {}

    /** The one computer of that name. */
    HostLookup host(HostName name);

    /** The computer with that {@code objectGUID}, for work that was stored. */
    HostLookup host(UUID objectId);

    /**
     * The distinguished names of those of {@code objectIds} that exist, are enabled and are no domain controllers,
     * with one query for all of them. Empty if the directory does not answer. Only for deciding who may see what is
     * known of a computer; to connect to one, use {@link #host(UUID)}.
     */
    default Map<UUID, String> places(Collection<UUID> objectIds) {
        var places = new HashMap<UUID, String>();
        for (var id : objectIds) {
            if (host(id) instanceof HostLookup.Found(var host)) {
                places.put(id, host.distinguishedName());
            }
        }
        return places;
    }

    sealed interface HostLookup {
        record Found(ManagedHost host) implements HostLookup {}

        /**
         * One of {@code HOST_UNKNOWN, HOST_AMBIGUOUS, HOST_DISABLED, HOST_WITHOUT_DNS_NAME, HOST_DNS_NAME_FOREIGN,
         * HOST_DNS_NAME_MISMATCH, HOST_DNS_NAME_DUPLICATE, DOMAIN_CONTROLLER, DIRECTORY_UNAVAILABLE}.
         */
        record Refused(FailureReason reason) implements HostLookup {}
    }

    /** The person with that account name, UPN or SID. */
    PersonLookup person(String accountOrSid);

    sealed interface PersonLookup {
        /**
         * The person, with their present groups.
         *
         * @param enabled false for a disabled, expired or locked account
         * @param groups distinguished names of all groups the person is in, nested ones too
         */
        record Found(Actor person, boolean enabled, Set<String> groups) implements PersonLookup {}

        /** No such person, or no answer: {@code PERSON_UNKNOWN} or {@code DIRECTORY_UNAVAILABLE}. */
        record Refused(FailureReason reason) implements PersonLookup {}
    }
}
