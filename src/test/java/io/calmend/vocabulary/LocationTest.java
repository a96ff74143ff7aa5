package io.calmend.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocationTest {

    private static final RegistryPath STORE = RegistryPath.of("SOFTWARE\\Microsoft\\MSLicensing\\Store");

    /** The audit log and the journal keep it in this form. */
    @Test
    void readsAsTheLogHasIt() {
        assertThat(new Location(RegistryView.REGISTRY32, STORE))
                .hasToString("Registry32 SOFTWARE\\Microsoft\\MSLicensing\\Store");
    }

    @Test
    void caseOfNamesMakesNoOtherLocation() {
        assertThat(new Location(RegistryView.REGISTRY64, RegistryPath.of("software\\microsoft\\mslicensing\\store")))
                .isEqualTo(new Location(RegistryView.REGISTRY64, STORE))
                .isNotEqualTo(new Location(RegistryView.REGISTRY32, STORE));
    }
}
