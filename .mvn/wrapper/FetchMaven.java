import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.zip.ZipInputStream;

/**
 * Prints the folder of a Maven that is good for this project, after downloading it where it is not there yet. For mvnw and
 * mvnw.cmd, on machines without Maven; runs from its source.
 *
 * <p>The archive comes from the Apache Software Foundation's archive of releases, or from the Maven repository that
 * MVNW_REPOURL names (MVNW_USERNAME and MVNW_PASSWORD if it wants to know who asks), through the proxy in HTTPS_PROXY. It is
 * used only if it has the SHA-512 that stands here, and kept below ~/.m2/wrapper/dists (or MAVEN_USER_HOME).
 */
class FetchMaven {

    static final String VERSION = "3.9.16";
    static final String SHA_512 = "ed41650d42485cfc243fad22158caf9cbb5dc408ce7a09ddb94dd42a019de929"
            + "ca43065bfa450612cf12bf78b5cafa3884b96c090de326ff590448c933454af3";
    static final String NAME = "apache-maven-" + VERSION;

    public static void main(String[] arguments) {
        try {
            System.out.println(home());
        } catch (IOException | GeneralSecurityException | InterruptedException | RuntimeException failed) {
            System.err.println("mvnw: Maven " + VERSION + " could not be fetched from " + address() + ": "
                    + (failed.getMessage() == null ? failed : failed.getMessage()));
            System.err.println("mvnw: install Maven 3.8.6 or newer, or name a repository that has it in MVNW_REPOURL.");
            System.exit(1);
        }
    }

    static Path home() throws IOException, GeneralSecurityException, InterruptedException {
        var dists = Path.of(env("MAVEN_USER_HOME", System.getProperty("user.home") + "/.m2")).resolve("wrapper/dists");
        var home = dists.resolve(NAME);
        if (Files.isRegularFile(home.resolve("bin/mvn"))) {
            return home;
        }
        Files.createDirectories(dists);
        System.err.println("mvnw: fetching Maven " + VERSION + " from " + address());
        var scratch = Files.createTempDirectory(dists, NAME + "-");
        try {
            var archive = scratch.resolve("archive.zip");
            download(archive);
            check(archive);
            unpack(archive, scratch);
            try {
                Files.move(scratch.resolve(NAME), home, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
                // another build was quicker
            }
        } finally {
            delete(scratch);
        }
        return home;
    }

    static URI address() {
        var repository = env("MVNW_REPOURL", "");
        var file = NAME + "-bin.zip";
        return URI.create(
                repository.isEmpty()
                        ? "https://archive.apache.org/dist/maven/maven-3/" + VERSION + "/binaries/" + file
                        : repository.replaceAll("/+$", "") + "/org/apache/maven/apache-maven/" + VERSION + "/" + file);
    }

    static void download(Path to) throws IOException, InterruptedException {
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(30))
                .proxy(proxy());
        if (!env("MVNW_USERNAME", "").isEmpty()) {
            client.authenticator(new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication(
                            env("MVNW_USERNAME", ""), env("MVNW_PASSWORD", "").toCharArray());
                }
            });
        }
        try (var open = client.build()) {
            var answer = open.send(
                    HttpRequest.newBuilder(address()).timeout(Duration.ofMinutes(10)).build(), BodyHandlers.ofFile(to));
            if (answer.statusCode() != 200) {
                throw new IOException("the server answered " + answer.statusCode());
            }
        }
    }

    static ProxySelector proxy() {
        var given = env("HTTPS_PROXY", env("https_proxy", ""));
        if (given.isEmpty() || !"https".equals(address().getScheme())) {
            return ProxySelector.getDefault();
        }
        var proxy = URI.create(given.contains("://") ? given : "http://" + given);
        return ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort()));
    }

    static void check(Path archive) throws IOException, GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive));
        if (!HexFormat.of().formatHex(digest).equals(SHA_512)) {
            throw new IOException("the archive is not the one that this project expects, so it was thrown away");
        }
    }

    static void unpack(Path archive, Path into) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = into.resolve(entry.getName()).normalize();
                if (!file.startsWith(into)) {
                    throw new IOException("the archive leads out of its folder");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                    if (file.getParent().endsWith("bin") && !file.toFile().setExecutable(true, false)) {
                        throw new IOException(file + " could not be made executable");
                    }
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
        }
    }

    static String env(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
