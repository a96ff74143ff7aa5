package io.calmend.catalog;

import io.calmend.host.HostAllowList;
import io.calmend.operation.Arguments;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Step;
import io.calmend.vocabulary.OperationKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The definitions that Spring finds, in the order of their {@code @Order}. The portal does not start with two of one key, or
 * with one that touches what is not on the allow-list.
 */
@Component
class ListedOperations implements OperationCatalog {

    private final Map<OperationKey, Operation> operations = new LinkedHashMap<>();

    ListedOperations(List<Operation> definitions) {
        for (var definition : definitions) {
            if (!definition.touches(Arguments.NONE).stream().allMatch(HostAllowList::allows)) {
                throw new IllegalStateException(definition.key() + " touches what is not on the allow-list");
            }
            var steps = definition.steps(Arguments.NONE);
            if (steps.size() > 1 && steps.stream().anyMatch(Step.Act.class::isInstance)) {
                throw new IllegalStateException(definition.key() + " both changes and acts");
            }
            if (operations.putIfAbsent(definition.key(), definition) != null) {
                throw new IllegalStateException("two operations are called " + definition.key());
            }
        }
    }

    @Override
    public List<Operation> all() {
        return List.copyOf(operations.values());
    }

    @Override
    public Optional<Operation> find(OperationKey key) {
        return Optional.ofNullable(operations.get(key));
    }
}
