package io.calmend.catalog;

import io.calmend.operation.OperationDefinition;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets a client ask for a fresh licence while it keeps its hardware id, by which the licence server knows it, so that no
 * second device CAL is used up.
 */
@Component
@Order(10)
class ClearCachedLicences implements OperationDefinition {

    @Override
    public OperationKey key() {
        return new OperationKey("CL-STORE");
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Risk risk() {
        return Risk.LOW;
    }

    @Override
    public List<TreeTarget> touches() {
        return MsLicensing.BOTH_VIEWS;
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step.DeleteSubkeys(MsLicensing.STORE, MsLicensing.LICENCE_PREFIX));
    }
}
