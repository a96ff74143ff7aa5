package io.calmend.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.opentest4j.TestAbortedException;

/** Tests against real peers are left out where the peer is missing, and never in silence. */
public final class Peers {

    /** One line for each left-out class; the build fails on a machine that must have all peers if the file is there. */
    public static final Path LEFT_OUT = Path.of("target", "peers-left-out.txt");

    private Peers() {}

    /** Leaves the calling test or class out, with a line that says what is missing. */
    public static void leaveOut(Class<?> test, String missing) {
        var line = test.getSimpleName() + " LEFT OUT: " + missing;
        System.err.println(line);
        try {
            Files.createDirectories(LEFT_OUT.getParent());
            Files.writeString(LEFT_OUT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new TestAbortedException(line);
    }
}
