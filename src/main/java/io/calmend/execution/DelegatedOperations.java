package io.calmend.execution;

import io.calmend.delegation.Delegations;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.UnusableSettingException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The portal does not start with a rule about an operation that there is not: a mistyped one would be a right that nobody gets. */
@Component
class DelegatedOperations {

    DelegatedOperations(Delegations delegations, OperationCatalog catalog) {
        var known = Stream.concat(
                        Stream.of(Delegations.DIAGNOSE), catalog.all().stream().map(Operation::key))
                .toList();
        for (var rule : delegations.rules(Actor.PORTAL)) {
            for (var key : rule.operations()) {
                if (!known.contains(key)) {
                    throw new UnusableSettingException("calmend.delegation.rules: rule '" + rule.name()
                            + "': there is no operation '" + key.value() + "'; there are "
                            + known.stream().map(OperationKey::value).collect(Collectors.joining(", ")));
                }
            }
        }
    }
}
