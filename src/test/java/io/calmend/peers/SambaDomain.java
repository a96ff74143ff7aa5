package io.calmend.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/**
 * A real Active Directory domain, {@code corp.example}, by Samba on one loopback address: started once for all classes, stopped
 * when this JVM ends. Needs Debian's samba packages and the right to use the ports 88, 389 and 636.
 */
public final class SambaDomain {

    public static final String BASE = "DC=corp,DC=example";
    /** Of this JVM alone, so that two builds on one machine do not meet. */
    public static final String ADDRESS = addressOf(ProcessHandle.current().pid());

    public static final String ADMINISTRATOR = "Administrator@corp.example";
    public static final String ADMINISTRATORS_PASSWORD = "Adm1n-Passw0rd!";
    private static final Path SCRIPTS = Path.of("src", "test", "peers");
    private static final Path HOME = Path.of("target", "samba");
    private static boolean running;

    private SambaDomain() {}

    private static String addressOf(long process) {
        return "127." + (20 + (process >> 16) % 200) + "." + (process >> 8) % 256 + "." + (1 + process % 254);
    }

    /** Starts the domain if it is not running; leaves {@code test} out where it cannot. */
    public static synchronized void startFor(Class<?> test) {
        if (running) {
            return;
        }
        if (!Files.isExecutable(Path.of("/usr/sbin/samba"))) {
            Peers.leaveOut(test, "samba is not installed");
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            Peers.leaveOut(test, "samba needs root for the ports 88, 389 and 636");
        }
        run("stop");
        deleteOldDomain();
        var started = run("start");
        if (started != 0) {
            throw new IllegalStateException("samba does not start, see " + HOME.resolve("start.log"));
        }
        running = true;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run("stop")));
    }

    public static Path authorityFile() {
        return HOME.resolve("ca.pem");
    }

    /** The key that signs for {@link #authorityFile}. */
    public static Path authorityKey() {
        return HOME.resolve("dc/private/tls/ca-key.pem");
    }

    /** A krb5.conf that names this domain's KDC. */
    public static Path kerberosConfiguration() {
        return HOME.resolve("krb5.conf");
    }

    /** The keys of {@code name}: {@code hosts} for those of all hosts, or a service account of the portal. */
    public static Path keytab(String name) {
        return HOME.resolve(name + ".keytab");
    }

    /** What the portal must be told. */
    static Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("calmend.directory.urls", "ldaps://" + ADDRESS);
        settings.put("calmend.directory.base", BASE);
        settings.put("calmend.directory.user", "svc-calmend@corp.example");
        settings.put("calmend.directory.password", "file:" + passwordFile());
        return settings;
    }

    private static Path passwordFile() {
        var file = HOME.resolve("svc-calmend.password");
        try {
            Files.writeString(file, "Passw0rd!1\n");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It was made for another address. */
    private static void deleteOldDomain() {
        try {
            FileSystemUtils.deleteRecursively(HOME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(String verb) {
        try {
            Files.createDirectories(HOME);
            var command = new ProcessBuilder(
                    List.of("bash", SCRIPTS.resolve("samba-ad.sh").toString(), verb, HOME.toString()));
            // Samba's tools are Debian's Python's
            command.environment().merge("PATH", "/usr/bin", (old, first) -> first + ":" + old);
            command.environment()
                    .put(
                            "AD_FIXTURES",
                            SCRIPTS.resolve("ad-fixtures.sh").toAbsolutePath().toString());
            command.environment().put("AD_IP", ADDRESS);
            command.redirectErrorStream(true)
                    .redirectOutput(HOME.resolve(verb + ".log").toFile());
            var process = command.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
