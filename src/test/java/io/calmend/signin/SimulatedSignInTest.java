package io.calmend.signin;

import io.calmend.simulator.SimulatedNetwork;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in on the simulated directory. */
class SimulatedSignInTest extends SignInContract {

    @TempDir
    static Path folder;

    private static SimulatedNetwork network;

    @BeforeAll
    static void start() {
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @Override
    protected Map<String, String> settings() {
        return network.settings();
    }

    @Override
    protected Path authority() {
        return network.authorityFile();
    }
}
