package io.calmend.catalog;

import io.calmend.operation.Effect;
import io.calmend.operation.Operation;
import io.calmend.operation.Parameter;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.registry.MsLicensing;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What can be done to a client's licence cache, in the order in which people need it. */
@Configuration(proxyBeanMethods = false)
class ClientOperations {

    /**
     * Lets a client ask for a fresh licence while it keeps its hardware ID, by which the licence server knows it, so that no
     * second device CAL is used up.
     */
    @Bean
    @Order(10)
    Operation clearCachedLicences() {
        return new ClientOperation(
                new OperationKey("CL-STORE"),
                1,
                Risk.LOW,
                List.of(),
                List.of(new Step.DeleteSubkeys(MsLicensing.STORE, MsLicensing.LICENCE_PREFIX)),
                Set.of(Effect.CLEARS_LICENCES));
    }

    /**
     * Removes all that a client keeps of licensing, the hardware ID too (Microsoft KB 187614), so that it begins again as
     * another computer. The keys themselves are made again, empty and with the security descriptors they had, so that people
     * who could renew their licence before still can.
     */
    @Bean
    @Order(20)
    Operation removeClientCache() {
        return new ClientOperation(
                new OperationKey("CL-ALL"),
                1,
                Risk.MEDIUM,
                List.of(),
                List.of(
                        new Step.DeleteKey(MsLicensing.ROOT),
                        new Step.KeepEmptyKeys(List.of(MsLicensing.ROOT, MsLicensing.HARDWARE_ID, MsLicensing.STORE))),
                Set.of(Effect.CLEARS_LICENCES));
    }

    /** Makes a client's licence cache what a backup says it was: names, kinds, data and security descriptors. */
    @Bean
    @Order(30)
    Operation restoreClientCache() {
        return new ClientOperation(
                new OperationKey("CL-RESTORE"),
                1,
                Risk.LOW,
                List.of(new Parameter.Backup()),
                List.of(new Step.Restore()),
                Set.of());
    }

    /** Saves a client's licence cache and changes nothing: for evidence, or before somebody works on the computer by hand. */
    @Bean
    @Order(40)
    Operation exportClientCache() {
        return new ClientOperation(new OperationKey("CL-EXPORT"), 1, Risk.NONE, List.of(), List.of(), Set.of());
    }
}
