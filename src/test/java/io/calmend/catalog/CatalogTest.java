package io.calmend.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.operation.Compilation;
import io.calmend.operation.Effect;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryAllowList;
import io.calmend.registry.RegistryState;
import io.calmend.registry.SampleStates;
import io.calmend.vocabulary.OperationKey;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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

    private static final RegistryState CLIENT = SampleStates.client();
    private static final RegistryState EMPTIED =
            SampleStates.bothViews(SampleStates.key(MsLicensing.ROOT), new KeyState.Absent(MsLicensing.ROOT));

    private final OperationCatalog catalog;

    CatalogTest(@Autowired OperationCatalog catalog) {
        this.catalog = catalog;
    }

    @Test
    void operationsStandInTheOrderInWhichPeopleNeedThem() {
        assertThat(catalog.all())
                .extracting(operation -> operation.key().value())
                .containsExactly("CL-STORE", "CL-ALL", "CL-RESTORE", "CL-EXPORT");
        assertThat(catalog.find(new OperationKey("CL-ALL"))).isPresent();
        assertThat(catalog.find(new OperationKey("CL-NONE"))).isEmpty();
    }

    @Test
    void everyOperationStaysOnTheAllowListAndChangesAClientUnlessItOnlySaves() {
        for (var operation : catalog.all()) {
            // a backup of a client whose cache was cleared meanwhile
            var host = operation.needsBackup() ? EMPTIED : CLIENT;
            var compiled = operation.compile(host, operation.needsBackup() ? CLIENT.trees() : List.of());

            if (operation.steps().isEmpty()) {
                assertThat(compiled).as("%s", operation.key()).isInstanceOf(Compilation.NothingToDo.class);
                continue;
            }
            assertThat(compiled)
                    .as("%s", operation.key())
                    .isInstanceOfSatisfying(Compilation.Changes.class, changes -> {
                        assertThat(changes.changes()).isNotEmpty().allMatch(RegistryAllowList::allows);
                        assertThat(host.apply(changes.changes()).differencesTo(changes.expected()))
                                .isEmpty();
                        if (operation.needsBackup()) {
                            assertThat(changes.expected().differencesTo(CLIENT)).isEmpty();
                        }
                    });
        }
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
            for (var text : List.of("title", "does", "after", "warning")) {
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
