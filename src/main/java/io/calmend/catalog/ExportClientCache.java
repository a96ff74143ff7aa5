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

/** Saves a client's licence cache and changes nothing: for evidence, or before somebody works on the computer by hand. */
@Component
@Order(40)
class ExportClientCache implements OperationDefinition {

    @Override
    public OperationKey key() {
        return new OperationKey("CL-EXPORT");
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Risk risk() {
        return Risk.NONE;
    }

    @Override
    public List<TreeTarget> touches() {
        return MsLicensing.BOTH_VIEWS;
    }

    @Override
    public List<Step> steps() {
        return List.of();
    }
}
