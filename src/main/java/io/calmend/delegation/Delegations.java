package io.calmend.delegation;

import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides who may do what, by the groups that the directory says the person is in. Deny is the default. */
public interface Delegations {

    /** The key under which a rule allows checks; every rule that allows a repair on a host allows checks there too. */
    OperationKey DIAGNOSE = new OperationKey("DX-CLIENT");

    /** Asks the directory afresh, each time. */
    Decision decide(Actor actor, OperationKey operation, ManagedHost host);

    /**
     * As {@link #decide} for each of {@code operations}, in their order, with one question to the directory, or none where it was
     * asked about the person within the last two seconds. For what is shown: whatever begins something asks {@link #decide}.
     */
    Map<OperationKey, Decision> decideAll(Actor actor, Collection<OperationKey> operations, ManagedHost host);

    /**
     * Those of {@code hosts}, by the directory's object id, whose stored results {@code actor} may see: all of them
     * for managers and administrators; for the helpdesk those that a rule lets them check; none while the directory is
     * down. For display only: the directory's answer may be two seconds old.
     */
    Set<UUID> visible(Actor actor, Collection<UUID> hosts);

    /** As {@link #visible}, for one host. */
    default boolean maySee(Actor actor, UUID host) {
        return visible(actor, Set.of(host)).contains(host);
    }

    sealed interface Decision {
        record Allowed(Permit permit) implements Decision {}

        /**
         * {@code NOT_PERMITTED}, {@code PERMISSION_ENDED} or {@code DIRECTORY_UNAVAILABLE}.
         *
         * @param nearest the rule that came closest to allowing it, null if no rule names the person
         * @param miss what part of that rule did not match, null with {@code nearest}
         */
        record Denied(
                FailureReason reason,
                @Nullable Rule nearest,
                @Nullable Miss miss) implements Decision {}
    }

    enum Miss {
        OPERATION,
        HOST,
        ENDED
    }

    /** All rules, in the order of the configuration. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "rules")
    List<Rule> rules(Actor administrator);

    /** The rules that cover {@code host}; none if the person may not see the host. */
    List<Rule> rulesOn(Actor actor, ManagedHost host);

    /**
     * What {@code person} may do on {@code host}, and why. The question is logged.
     *
     * @param person an account name, UPN or SID
     */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "explanation")
    Explanation explain(Actor administrator, String person, HostName host, Collection<OperationKey> operations);

    sealed interface Explanation {
        /** @param enabled false for an account that is disabled, expired or locked, and so may do nothing */
        record Explained(Actor person, boolean enabled, ManagedHost host, Map<OperationKey, Decision> decisions)
                implements Explanation {}

        /** The person or the host is not known, or the directory does not answer. */
        record Refused(FailureReason reason) implements Explanation {}
    }

    /**
     * A rule of the configuration.
     *
     * @param group the group's distinguished name; nested members count
     * @param operations the keys it allows
     * @param organisationalUnit the distinguished name below which hosts are covered
     * @param until when it ends, null if it does not
     */
    record Rule(
            String name,
            String group,
            Set<OperationKey> operations,
            String organisationalUnit,
            @Nullable Instant until) {
        public Rule {
            operations = Set.copyOf(operations);
        }
    }
}
