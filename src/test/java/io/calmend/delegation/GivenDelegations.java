package io.calmend.delegation;

import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** For tests: decisions that a test gives; whoever may do something anywhere sees everything. */
public abstract class GivenDelegations implements Delegations {

    @Override
    public Map<OperationKey, Decision> decideAll(Actor actor, Collection<OperationKey> operations, ManagedHost host) {
        var decisions = new LinkedHashMap<OperationKey, Decision>();
        operations.forEach(operation -> decisions.put(operation, decide(actor, operation, host)));
        return decisions;
    }

    @Override
    public Set<UUID> visible(Actor actor, Collection<UUID> hosts) {
        return Set.copyOf(hosts);
    }

    @Override
    public List<Rule> rules(Actor administrator) {
        return List.of();
    }

    @Override
    public List<Rule> rulesOn(Actor actor, ManagedHost host) {
        return List.of();
    }

    @Override
    public Explanation explain(Actor administrator, String person, HostName host, Collection<OperationKey> operations) {
        throw new UnsupportedOperationException();
    }
}
