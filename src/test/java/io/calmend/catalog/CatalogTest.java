package io.calmend.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.operation.Compilation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.OperationDefinition;
import io.calmend.registry.RegistryAllowList;
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
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

@SpringJUnitConfig({
    ListedOperations.class,
    ExportClientCache.class,
    RestoreClientCache.class,
    RemoveClientCache.class,
    ClearCachedLicences.class
})
class CatalogTest {

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
    void everyOperationStaysOnTheAllowListAndChangesAClient() {
        var client = SampleStates.client();
        for (var operation : catalog.all()) {
            switch (operation.compile(client, operation.needsBackup() ? client.trees() : List.of())) {
                case Compilation.Changes changes ->
                    assertThat(changes.changes()).isNotEmpty().allMatch(RegistryAllowList::allows);
                case Compilation.NothingToDo nothing ->
                    assertThat(operation.key().value()).isIn("CL-RESTORE", "CL-EXPORT");
                case Compilation.Impossible impossible -> throw new AssertionError(operation.key() + ": " + impossible);
            }
        }
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
        List<OperationDefinition> twice = List.of(new ClearCachedLicences(), new ClearCachedLicences());
        assertThatThrownBy(() -> new ListedOperations(twice)).isInstanceOf(IllegalStateException.class);
    }
}
