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

/** Makes a client's licence cache what a backup says it was: names, kinds, data and security descriptors. */
@Component
@Order(30)
class RestoreClientCache implements OperationDefinition {

    @Override
    public OperationKey key() {
        return new OperationKey("CL-RESTORE");
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
        return List.of(new Step.Restore());
    }
}
