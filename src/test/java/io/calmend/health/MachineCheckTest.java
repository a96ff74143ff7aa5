package io.calmend.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.health.HealthCheck.Occasion;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class MachineCheckTest {

    @TempDir
    private Path place;

    /** Every way in which H2 takes a file. */
    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:file:", "jdbc:h2:", "jdbc:h2:FILE:", "JDBC:H2:file:"})
    void folderOfTheDatabaseIsLookedAt(String prefix) {
        var environment = new MockEnvironment()
                .withProperty("spring.datasource.url", prefix + place.resolve("data/calmend") + ";MODE=PostgreSQL");

        assertThat(new MachineCheck(environment).check(Occasion.START))
                .extracting(CheckResult::subject)
                .contains("folder " + place.resolve("data"));
    }
}
