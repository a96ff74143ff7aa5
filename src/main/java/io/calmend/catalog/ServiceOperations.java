package io.calmend.catalog;

import io.calmend.host.Action;
import io.calmend.host.WindowsService;
import io.calmend.operation.Effect;
import io.calmend.operation.Operation;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * What can be done to Remote Desktop Services of a session host. Nobody can connect while they do not run, and stopping them
 * disconnects whoever is connected.
 */
@Configuration(proxyBeanMethods = false)
class ServiceOperations {

    @Bean
    @Order(110)
    Operation startRemoteDesktop() {
        return new ServiceOperation(
                new OperationKey("SH-SVC-START"),
                1,
                Risk.LOW,
                List.of(new Step.StartService(WindowsService.REMOTE_DESKTOP)),
                Set.of());
    }

    /** The port redirector goes first: Windows stops no service while another one that runs needs it. */
    @Bean
    @Order(120)
    Operation stopRemoteDesktop() {
        return new ServiceOperation(
                new OperationKey("SH-SVC-STOP"),
                1,
                Risk.HIGH,
                List.of(
                        new Step.StopService(WindowsService.PORT_REDIRECTOR),
                        new Step.StopService(WindowsService.REMOTE_DESKTOP)),
                Set.of(Effect.DISCONNECTS_USERS));
    }

    @Bean
    @Order(130)
    Operation restartRemoteDesktop() {
        return new ServiceOperation(
                new OperationKey("SH-SVC"),
                1,
                Risk.MEDIUM,
                List.of(new Step.Act(new Action.RestartService(WindowsService.REMOTE_DESKTOP))),
                Set.of(Effect.DISCONNECTS_USERS));
    }
}
