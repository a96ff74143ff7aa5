package io.calmend.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL as Debian packages it, with a cluster of its own on loopback, run by the user {@code postgres} and set up as
 * Debian does: settings apart from the data, {@code conf.d} read, the local superuser known by its Unix account.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path folder;
    private final int port = freePort();

    private PostgresServer(Path programs, Path folder) {
        this.programs = programs;
        this.folder = folder;
    }

    /**
     * Makes a cluster below {@code folder} and does not start it. Leaves {@code test} out where the package or the right to
     * act as {@code postgres} is missing.
     */
    public static PostgresServer makeFor(Class<?> test, Path folder) {
        if (!"root".equals(System.getProperty("user.name"))) {
            Peers.leaveOut(test, "PostgreSQL's own user can only be taken by root");
        }
        var server = new PostgresServer(newestPrograms(test), folder);
        try {
            Files.createDirectories(server.settings().resolve("conf.d"));
            server.as(
                    "install",
                    "-d",
                    "-o",
                    "postgres",
                    "-g",
                    "postgres",
                    server.sockets().toString(),
                    server.data().toString());
            server.asPostgres(
                    "initdb",
                    "--pgdata",
                    server.data().toString(),
                    "--auth=peer",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8");
            Files.writeString(
                    server.data().resolve("postgresql.conf"),
                    """
                    hba_file = '%1$s/pg_hba.conf'
                    unix_socket_directories = '%2$s'
                    port = %3$d
                    include_dir = '%1$s/conf.d'
                    """.formatted(server.settings(), server.sockets(), server.port),
                    StandardOpenOption.APPEND);
            Files.writeString(server.settings().resolve("pg_hba.conf"), "local all postgres peer\n");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newestPrograms(Class<?> test) {
        if (Files.isDirectory(PACKAGES)) {
            try (var versions = Files.list(PACKAGES)) {
                var newest = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max((one, other) -> Integer.compare(version(one), version(other)));
                if (newest.isPresent()) {
                    return newest.get();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Peers.leaveOut(test, "PostgreSQL is not installed");
        throw new AssertionError();
    }

    private static int version(Path bin) {
        return Integer.parseInt(bin.getParent().getFileName().toString());
    }

    /** Where Debian has {@code /etc/postgresql/VERSION/main}. */
    public Path settings() {
        return folder.resolve("settings");
    }

    /** For {@code PGHOST} of those who come over the local socket. */
    public Path sockets() {
        return folder.resolve("sockets");
    }

    public int port() {
        return port;
    }

    private Path data() {
        return folder.resolve("data");
    }

    public void start() {
        asPostgres(
                "pg_ctl",
                "--pgdata",
                data().toString(),
                "--wait",
                "--log",
                data().resolve("log").toString(),
                "start");
    }

    @Override
    public void close() {
        if (Files.exists(data().resolve("postmaster.pid"))) {
            asPostgres("pg_ctl", "--pgdata", data().toString(), "--wait", "--mode=immediate", "stop");
        }
    }

    private void asPostgres(String program, String... arguments) {
        var command = new ArrayList<String>(List.of("runuser", "-u", "postgres", "--"));
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        as(command.toArray(String[]::new));
    }

    private void as(String... command) {
        try {
            var said = Files.createTempFile("postgres", ".log");
            var process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + "\n" + Files.readString(said));
            }
            Files.delete(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
