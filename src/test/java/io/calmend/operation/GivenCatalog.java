package io.calmend.operation;

import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Optional;

/** Operations that a test gives. */
public record GivenCatalog(List<OperationDefinition> all) implements OperationCatalog {

    @Override
    public Optional<OperationDefinition> find(OperationKey key) {
        return all.stream().filter(one -> one.key().equals(key)).findFirst();
    }
}
