package io.calmend.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.Directory.HostLookup;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory's contract on the simulated one. */
class SimulatedDirectoryContractTest extends DirectoryContract {

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

    @Override
    protected void setOnComputer(String computer, String attribute, String value) {
        network.directory().setOnComputer(computer, attribute, value);
    }

    @Test
    void controllerWithACertificateOfAnotherNameIsRefused() {
        var settings = new HashMap<>(network.settings());
        settings.computeIfPresent("calmend.directory.urls", (_, url) -> url.replace("dc1.corp.example", "127.0.0.1"));
        var byAddress = OpenedDirectory.with(settings).directory();

        assertThat(byAddress.host(new HostName("pc-0421")))
                .isEqualTo(new HostLookup.Refused(FailureReason.DIRECTORY_UNAVAILABLE));
    }

    @Test
    void directoryThatComesBackIsReadAgainThoughItsConnectionsWereCut() {
        assertThat(directory().host(new HostName("pc-0421"))).isInstanceOf(HostLookup.Found.class);
        network.directory().stop();
        assertThat(directory().host(new HostName("pc-0421")))
                .isEqualTo(new HostLookup.Refused(FailureReason.DIRECTORY_UNAVAILABLE));
        network.directory().start();

        assertThat(directory().host(new HostName("pc-0421"))).isInstanceOf(HostLookup.Found.class);
    }
}
