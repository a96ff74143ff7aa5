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
 * Removes all that a client keeps of licensing, the hardware id too (Microsoft KB 187614), so that it begins again as another
 * device. The keys themselves are made again, empty and with the security descriptors they had, so that people who could renew
 * their licence before still can.
 */
@Component
@Order(20)
class RemoveClientCache implements OperationDefinition {

    @Override
    public OperationKey key() {
        return new OperationKey("CL-ALL");
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Risk risk() {
        return Risk.MEDIUM;
    }

    @Override
    public List<TreeTarget> touches() {
        return MsLicensing.BOTH_VIEWS;
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step.DeleteKey(MsLicensing.ROOT),
                new Step.KeepEmptyKeys(List.of(MsLicensing.ROOT, MsLicensing.HARDWARE_ID, MsLicensing.STORE)));
    }
}
