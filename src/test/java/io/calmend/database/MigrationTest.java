package io.calmend.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The one set of migrations serves both databases, and the entities fit what it makes. */
@DatabaseTest
abstract class MigrationTest {

    @Autowired
    private Flyway flyway;

    /** That the context is up says that Hibernate accepted every entity. */
    @Test
    void everyMigrationRunsAndTheEntitiesFitTheTables() {
        var ran = Arrays.stream(flyway.info().applied())
                .map(MigrationInfo::getVersion)
                .toList();

        assertThat(ran).startsWith(MigrationVersion.fromVersion("1")).isSorted();
        assertThat(flyway.info().pending()).isEmpty();
    }
}

@OnH2
class MigrationOnH2Test extends MigrationTest {}

@OnPostgres
class MigrationOnPostgresTest extends MigrationTest {}
