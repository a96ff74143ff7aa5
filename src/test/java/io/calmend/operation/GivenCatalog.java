package io.calmend.operation;

import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Optional;

/** Operations that a test gives. */
public record GivenCatalog(List<Operation> all) implements OperationCatalog {

    @Override
    public Optional<Operation> find(OperationKey key) {
        return all.stream().filter(one -> one.key().equals(key)).findFirst();
    }
}
