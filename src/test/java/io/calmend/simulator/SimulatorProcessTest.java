package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.registry.MsLicensing;
import io.calmend.registry.StateDigest;
import io.calmend.simulator.Fault.Moment;
import io.calmend.simulator.Fault.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SimulatorProcessTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void networkInAnotherProcessIsSteeredAsInThisOne() throws Exception {
        try (var simulator = SimulatorProcess.start(folder);
                var wire = new Wire(
                        Wire.trusting(simulator.authorityFile()),
                        simulator.winRmPort(),
                        "pc-0421.corp.example",
                        PortalAccount.WORKSTATIONS.user(),
                        PortalAccount.WORKSTATIONS.password())) {
            // its names are those of every network, so this process knows them
            Names.write(folder.resolve("hosts"), java.util.List.of("pc-0421.corp.example"), java.util.List.of());
            var host = simulator.host("pc-0421");
            assertThat(wire.run("hostname").stdout()).isEqualTo("PC-0421\r\n");
            assertThat(host.commands()).singleElement().satisfies(one -> {
                assertThat(one.line()).isEqualTo("hostname");
                assertThat(one.exitCode()).isZero();
            });

            host.inject(new Fault.Slow(Duration.ofMillis(1)));
            host.inject(new Fault.HostTime(Duration.ofMillis(1)));
            host.inject(new Fault.StrictBinding());
            host.inject(new Fault.Sealing(Fault.Sealing.Kind.FORGED_401, Message.CREATE));
            host.inject(new Fault.Held(Pause.BEFORE_EXECUTING), When.once().during(CommandKind.OTHER));
            var shell = wire.create();
            var command = wire.command(shell, "hostname");
            assertThat(host.awaitHeld(Duration.ofSeconds(30))).isTrue();
            assertThat(host.shells()).isEqualTo(1);
            host.release();
            assertThat(wire.receive(shell, command)).contains("CommandState/Done");

            host.inject(new Fault.Dropped(Message.CREATE, Moment.BEFORE_READING), When.once());
            assertThatThrownBy(wire::create).isInstanceOf(IOException.class);

            var observed = host.observe(MsLicensing.BOTH_VIEWS.getFirst());
            assertThat(observed.digest()).isEqualTo(StateDigest.of(observed.tree()));
            assertThat(simulator.settings()).containsKey("calmend.remote.port");
            simulator.reset();
            assertThat(host.commands()).isEmpty();
        }
    }
}
