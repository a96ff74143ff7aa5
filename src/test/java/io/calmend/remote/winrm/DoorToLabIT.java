package io.calmend.remote.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.ManagedHosts;
import io.calmend.operation.Expectation;
import io.calmend.operation.KeyState;
import io.calmend.operation.MsLicensing;
import io.calmend.operation.Observation;
import io.calmend.operation.RegistryChange;
import io.calmend.operation.RegistryValue;
import io.calmend.operation.SeenTree;
import io.calmend.peers.WindowsLab;
import io.calmend.remote.Answer;
import io.calmend.remote.HostChange;
import io.calmend.remote.Sight;
import io.calmend.simulator.LabEngine;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both scripts the whole way: from the door through Overthere and HTTPS to a WS-Management server, from there as they came to
 * {@code cmd.exe}, PowerShell and the registry of the Windows lab, and back.
 */
class DoorToLabIT {

    private static final RegistryView VIEW = RegistryView.REGISTRY64;

    @TempDir
    Path folder;

    @Test
    void lookAndChangeArriveAsTheyWereSent() throws Exception {
        var lab = WindowsLab.openFor(DoorToLabIT.class);
        lab.writeHost("{}");
        try (var network = SimulatedNetwork.start(folder, Clock.systemUTC())) {
            TrustedCertificates.trust(network.authorityFile());
            network.runOn("pc-0421", new LabEngine(WindowsLab.script(), WindowsLab.directory()));
            var tier = Parts.tier(Parts.WORKSTATIONS, "calmend-ws", Parts.secret(folder, "Tr7-workstations"));
            var door = new Parts(
                            Parts.settings(network.winRmPort(), false, Duration.ofSeconds(50), tier), Clock.systemUTC())
                    .door();
            var pc = ManagedHosts.named("PC-0421");
            var look = new Observation(MsLicensing.BOTH_VIEWS, true);

            var before = seen(door.observe(pc, look));
            var licence = MsLicensing.STORE.child("LICENSE000");
            var name = "two  blanks, \"quotes\", & %PATH% ^ ` $() \u202e \uD83D\uDE00";
            // the lab is shared and kept: what an earlier run wrote must differ
            var value =
                    RegistryValue.binary(name, Long.toString(System.nanoTime()).getBytes(StandardCharsets.US_ASCII));
            var change = new HostChange(
                    new ExecutionId(1042),
                    before.at().plusSeconds(120),
                    expected(before.trees()),
                    List.of(
                            new RegistryChange.CreateKey(VIEW, licence),
                            new RegistryChange.SetValue(VIEW, licence, value)));
            assertThat(door.change(pc, change)).isInstanceOfSatisfying(Answer.Ended.class, ended -> {
                assertThat(ended.allDone()).isTrue();
                assertThat(ended.digests())
                        .isEqualTo(seen(door.observe(pc, look)).trees().stream()
                                .map(SeenTree::digest)
                                .toList());
            });
            assertThat(door.change(pc, change)).isInstanceOf(Answer.Differs.class);

            var after = seen(door.observe(pc, look)).trees().getFirst().tree();
            assertThat(values(after, "LICENSE000")).contains(value);

            var end = seen(door.observe(pc, look));
            var away = new HostChange(
                    new ExecutionId(1043),
                    end.at().plusSeconds(120),
                    expected(end.trees()),
                    List.of(new RegistryChange.DeleteKeys(
                            VIEW, MsLicensing.ROOT.parent(), List.of(MsLicensing.ROOT.name()))));
            assertThat(door.change(pc, away)).isInstanceOf(Answer.Ended.class);
        }
    }

    private static Sight.Seen seen(Sight sight) {
        assertThat(sight).isInstanceOf(Sight.Seen.class);
        return (Sight.Seen) sight;
    }

    private static List<Expectation> expected(List<SeenTree> trees) {
        return trees.stream()
                .map(tree -> new Expectation(tree.target(), tree.digest()))
                .toList();
    }

    private static List<RegistryValue> values(KeyState tree, String name) {
        return switch (tree) {
            case KeyState.Present key when key.path().name().equals(name) -> key.values();
            case KeyState.Present key ->
                key.keys().stream()
                        .flatMap(below -> values(below, name).stream())
                        .toList();
            case KeyState.Absent _, KeyState.Unreadable _ -> List.of();
        };
    }
}
