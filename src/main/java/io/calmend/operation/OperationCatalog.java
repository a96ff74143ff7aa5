package io.calmend.operation;

import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Optional;

/** The operations on offer. */
public interface OperationCatalog {

    /** All operations, in the order in which people should see them. */
    List<Operation> all();

    Optional<Operation> find(OperationKey key);
}
