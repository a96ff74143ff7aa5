package io.calmend.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names of the network, for the JDK's own resolver: system property {@code jdk.net.hosts.file}. It replaces DNS for this
 * JVM, is case-sensitive, and is read once, before the first look-up; the file itself is read at each look-up.
 */
public final class Names {

    /** Where the JDK looks for the file's place. */
    public static final String PROPERTY = "jdk.net.hosts.file";

    private static final String LOOPBACK = "127.0.0.1";
    /** Where nothing listens: everything of the network is on the IPv4 loopback. */
    private static final String NOWHERE = "::1";

    private Names() {}

    /**
     * Makes {@code file} this JVM's book of names, if it has none yet. Call it before anything looks up a name, or the JDK
     * does not see it.
     */
    public static void install(Path file) {
        if (System.getProperty(PROPERTY) == null) {
            write(file, new LinkedHashMap<>());
            System.setProperty(PROPERTY, file.toAbsolutePath().toString());
        }
    }

    /**
     * Writes the names of a network to {@code file}, and adds them to this JVM's book if that is another file.
     *
     * @param answering names of what listens
     * @param silent names of what does not
     */
    static void write(Path file, List<String> answering, List<String> silent) {
        var names = new LinkedHashMap<String, String>();
        answering.forEach(name -> names.put(name.toLowerCase(Locale.ROOT), LOOPBACK));
        silent.forEach(name -> names.put(name.toLowerCase(Locale.ROOT), NOWHERE));
        write(file, names);
        var installed = System.getProperty(PROPERTY);
        if (installed != null && !Path.of(installed).equals(file.toAbsolutePath())) {
            synchronized (Names.class) {
                var merged = read(Path.of(installed));
                merged.putAll(names);
                write(Path.of(installed), merged);
            }
        }
    }

    /** Adds one name to this JVM's book of names, for a server that is none of the network's. */
    public static void add(String name, String address) {
        synchronized (Names.class) {
            var file = Path.of(System.getProperty(PROPERTY));
            var names = read(file);
            names.put(name.toLowerCase(Locale.ROOT), address);
            write(file, names);
        }
    }

    private static Map<String, String> read(Path file) {
        var names = new LinkedHashMap<String, String>();
        if (Files.exists(file)) {
            try {
                for (var line : Files.readAllLines(file)) {
                    var words = line.strip().split("\\s+");
                    for (int i = 1; i < words.length; i++) {
                        names.put(words[i], words[0]);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static void write(Path file, Map<String, String> names) {
        names.put("localhost", LOOPBACK);
        var lines = new ArrayList<String>();
        names.forEach((name, address) -> lines.add(address + " " + name));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // whole or not at all: another thread may be looking up a name
            var fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "names", null);
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
