package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.peers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** What the database's container runs once, on a real server. */
class CreateDatabaseIT {

    @Test
    void portalGetsARoleThatOwnsItsDatabaseAndNothingElse() throws Exception {
        var folder = Files.createTempDirectory("create-database");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var server = PostgresServer.makeFor(CreateDatabaseIT.class, folder.resolve("postgres"))) {
            Files.writeString(
                    server.settings().resolve("pg_hba.conf"),
                    "local all postgres peer\nhost all all 127.0.0.1/32 scram-sha-256\n");
            server.start();
            var secret = Files.writeString(folder.resolve("password"), "it's \"a\" $secret; :x\n");
            var script = Files.writeString(
                    folder.resolve("create-database.sh"),
                    Files.readString(Path.of("docker/create-database.sh"))
                            .replace("/run/secrets/database-password", secret.toString()));
            var builder = new ProcessBuilder("runuser", "-u", "postgres", "--", "sh", script.toString())
                    .directory(folder.toFile())
                    .inheritIO();
            builder.environment().put("PGHOST", server.sockets().toString());
            builder.environment().put("PGPORT", Integer.toString(server.port()));
            var process = builder.start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();

            try (var connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + server.port() + "/calmend",
                            "calmend",
                            "it's \"a\" $secret; :x");
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "select rolsuper or rolcreatedb or rolcreaterole or rolreplication"
                                    + " or rolbypassrls, pg_get_userbyid(datdba), has_database_privilege('public', datname, 'CONNECT')"
                                    + " from pg_roles, pg_database where rolname = current_user and datname = current_database()")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBoolean(1)).as("may more than it needs").isFalse();
                assertThat(row.getString(2)).isEqualTo("calmend");
                assertThat(row.getBoolean(3)).as("others may connect").isFalse();
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
