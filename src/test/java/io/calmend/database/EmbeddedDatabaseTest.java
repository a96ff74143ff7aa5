package io.calmend.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** H2: its file is its owner's alone, and nobody else gets at it. */
@DisabledOnOs(OS.WINDOWS)
class EmbeddedDatabaseTest {

    @TempDir
    private Path place;

    private Path folder;

    @BeforeEach
    void name() {
        folder = place.resolve("data");
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("calmend") + Databases.H2_OPTIONS;
    }

    private void use() throws SQLException {
        try (var connection = DriverManager.getConnection(url());
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists a (b integer)");
            statement.execute("insert into a values (1)");
        }
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void newDatabaseIsItsOwnersAlone() throws Exception {
        DatabaseFile.protect(url());
        use();

        assertThat(rights(folder)).isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(rights(file)).isEqualTo("rw-------"));
        }
    }

    @Test
    void databaseOfBeforeIsClosedToOthersAndKeepsWhatItHolds() throws Exception {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        use();
        var file = folder.resolve("calmend.mv.db");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var log = Files.createFile(folder.resolve("calmend.trace.db"));

        DatabaseFile.protect(url());
        use();

        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(rights(file)).isEqualTo("rw-------");
        assertThat(rights(log)).isEqualTo("rw-------");
        try (var connection = DriverManager.getConnection(url());
                var rows = connection.createStatement().executeQuery("select count(*) from a")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void folderThatOthersShareStopsTheStart() throws Exception {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.createFile(folder.resolve("somebody-elses"));

        assertThatExceptionOfType(DatabaseUnusableException.class)
                .isThrownBy(() -> DatabaseFile.protect(url()))
                .withMessageContaining(folder.toString())
                .withMessageContaining("chmod 700");
        assertThat(rights(folder)).as("it is left as it was").isEqualTo("rwxr-xr-x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:tcp://db/calmend",
                "jdbc:h2:ssl://db/calmend",
                "jdbc:h2:nio:./calmend",
                "jdbc:h2:file:./calmend;AUTO_SERVER=TRUE",
                "jdbc:h2:./calmend;Auto_Server = true",
                "jdbc:h2:file:./calmend;FILE_LOCK=NO",
                "jdbc:mysql://db/calmend"
            })
    void addressThatLetsSeveralInIsRefused(String url) {
        assertThatExceptionOfType(DatabaseUnusableException.class)
                .isThrownBy(() -> EmbeddedLock.take(url, () -> {
                    throw new AssertionError("opened");
                }))
                .withMessageContaining("only one Calmend");
    }

    @Test
    void fileAndMemoryAreTaken() throws Exception {
        for (var url : new String[] {url(), "jdbc:h2:mem:taken", "jdbc:h2:" + folder.resolve("other")}) {
            try (var lock = EmbeddedLock.take(url, () -> DriverManager.getConnection(url))) {
                assertThat(lock.held()).isTrue();
            }
        }
    }
}
