package io.calmend.catalog;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.host.Action;
import io.calmend.host.FacetState;
import io.calmend.host.HostAllowList;
import io.calmend.host.HostKind;
import io.calmend.host.HostState;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import io.calmend.operation.Arguments;
import io.calmend.operation.Compilation;
import io.calmend.operation.Effect;
import io.calmend.operation.GivenOperation;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Parameter;
import io.calmend.operation.Risk;
import io.calmend.operation.Step;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.SampleStates;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.OperationKey;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Whatever operation the module offers is found as the product finds it, and held to the same. */
@SpringJUnitConfig(CatalogTest.Module.class)
class CatalogTest {

    @ComponentScan("io.calmend.catalog")
    static class Module {}

    private static final HostState CLIENT = HostState.of(SampleStates.client().trees());
    private static final HostState EMPTIED = HostState.of(
            SampleStates.bothViews(SampleStates.key(MsLicensing.ROOT), new KeyState.Absent(MsLicensing.ROOT))
                    .trees());
    private static final HostState SESSION_HOST = services(ServiceStatus.RUNNING);
    private static final HostState STOPPED = services(ServiceStatus.STOPPED);

    private static HostState services(ServiceStatus status) {
        return new HostState(List.of(
                new FacetState.ServiceRun(WindowsService.REMOTE_DESKTOP, status, StartMode.MANUAL),
                new FacetState.ServiceRun(WindowsService.PORT_REDIRECTOR, status, StartMode.MANUAL)));
    }

    private final OperationCatalog catalog;

    CatalogTest(@Autowired OperationCatalog catalog) {
        this.catalog = catalog;
    }

    @Test
    void operationsStandInTheOrderInWhichPeopleNeedThem() {
        assertThat(catalog.all())
                .extracting(operation -> operation.key().value())
                .containsExactly(
                        "CL-STORE", "CL-ALL", "CL-RESTORE", "CL-EXPORT", "SH-SVC-START", "SH-SVC-STOP", "SH-SVC");
        assertThat(catalog.find(new OperationKey("CL-ALL"))).isPresent();
        assertThat(catalog.find(new OperationKey("CL-NONE"))).isEmpty();
    }

    @Test
    void everyOperationStaysOnTheAllowListAndDoesSomethingUnlessItOnlySaves() {
        for (var operation : catalog.all()) {
            var backup = new Arguments(new BackupId(1)).only(operation.parameters());
            var isRestoring = operation.needs(new Parameter.Backup());
            var saved = isRestoring ? CLIENT : new HostState(List.of());
            var hosts = isRestoring
                    // a backup of a client whose cache was cleared meanwhile
                    ? List.of(EMPTIED)
                    : List.of(CLIENT, SESSION_HOST, STOPPED);
            var compiled = hosts.stream()
                    .filter(host ->
                            host.only(operation.touches(backup)).states().size()
                                    == operation.touches(backup).size())
                    .collect(toMap(host -> host, host -> operation.compile(backup, host, saved)));

            assertThat(compiled).as("%s", operation.key()).isNotEmpty();
            if (operation.steps(backup).isEmpty()) {
                assertThat(compiled.values())
                        .as("%s", operation.key())
                        .allMatch(Compilation.NothingToDo.class::isInstance);
                continue;
            }
            assertThat(compiled.values())
                    .as("%s", operation.key())
                    .anyMatch(one -> one instanceof Compilation.Changes || one instanceof Compilation.Acts);
            compiled.forEach((host, one) -> {
                if (one instanceof Compilation.Changes changes) {
                    assertThat(changes.changes()).isNotEmpty().allMatch(HostAllowList::allows);
                    assertThat(host.only(operation.touches(backup))
                                    .apply(changes.changes())
                                    .differencesTo(changes.expected()))
                            .isEmpty();
                    if (isRestoring) {
                        assertThat(changes.expected().differencesTo(CLIENT)).isEmpty();
                    }
                }
            });
        }
    }

    @Test
    void operationThatChangesAndActsDoesNotStart() {
        var service = WindowsService.REMOTE_DESKTOP;
        List<Operation> both = List.of(GivenOperation.of(
                "BOTH", new Step.StopService(service), new Step.Act(new Action.RestartService(service))));
        assertThatThrownBy(() -> new ListedOperations(both)).isInstanceOf(IllegalStateException.class);
    }

    /** People lose their connections with the service. */
    @Test
    void operationsThatStopRemoteDesktopServicesSayThatTheyDisconnectPeople() {
        assertThat(catalog.all())
                .filteredOn(operation -> operation.effects().contains(Effect.DISCONNECTS_USERS))
                .extracting(operation -> operation.key().value())
                .containsExactly("SH-SVC-STOP", "SH-SVC");
    }

    @Test
    void operationsAfterWhichAClientAsksForNewLicencesSaySo() {
        assertThat(catalog.all())
                .filteredOn(operation -> operation.effects().contains(Effect.CLEARS_LICENCES))
                .extracting(operation -> operation.key().value())
                .containsExactly("CL-STORE", "CL-ALL");
    }

    @Test
    void everyOperationHasItsWords() throws IOException {
        var texts = new Properties();
        try (var file = new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/vaadin-i18n/translations.properties")),
                StandardCharsets.UTF_8)) {
            texts.load(file);
        }
        for (var operation : catalog.all()) {
            var needed = new ArrayList<>(List.of("title", "does", "after"));
            if (operation.on() == HostKind.CLIENT) {
                needed.add("warning");
            }
            if (operation.risk() != Risk.NONE) {
                needed.add("risk");
            }
            for (var text : needed) {
                assertThat(texts.getProperty("operation." + operation.key() + "." + text))
                        .as("%s of %s", text, operation.key())
                        .isNotBlank();
            }
        }
    }

    @Test
    void twoOperationsOfOneNameDoNotStart() {
        var operation = new ClientOperations().clearCachedLicences();
        List<Operation> twice = List.of(operation, operation);
        assertThatThrownBy(() -> new ListedOperations(twice)).isInstanceOf(IllegalStateException.class);
    }
}
