package io.calmend.simulator;

import java.nio.file.Path;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Gives the tests' JVM its book of names before anything looks up one: later, the JDK would not see it. */
public final class NamesBeforeTests implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Names.install(Path.of("target", "names-of-the-tests"));
    }
}
