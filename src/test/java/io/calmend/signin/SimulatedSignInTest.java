package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.OpenedDirectory;
import io.calmend.simulator.SimulatedNetwork;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    @Test
    void rightPasswordUnderASpellingThatTheSearchDoesNotKnowIsNotEvenTried() {
        var directory = network.directory();
        directory.reset();
        assertThat(refusal("bob", "wrong")).isEqualTo(SignInProblem.WRONG);
        var spelling =
                OpenedDirectory.with(settings()).people().searchForUser("bob").getNameInNamespace();

        assertThat(refusal(spelling, PASSWORD)).isEqualTo(SignInProblem.WRONG);

        assertThat(directory.badPasswords("bob")).isEqualTo(1);
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
