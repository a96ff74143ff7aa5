package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.CommandKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.HostControl;
import io.calmend.simulator.Message;
import io.calmend.simulator.SimulatorProcess;
import io.calmend.simulator.When;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole repairs and undos by a portal process over the wire of a network in a process of its own, whatever breaks between them,
 * for an account of the domain and for a local one.
 */
@ParameterizedClass
@EnumSource(
        value = TransportKind.class,
        names = {"SEALED", "OVERTHERE"})
class BrokenWireIT {

    private static final String HOST = "pc-0421";
    private static final Map<String, String> IMPATIENT = Map.of(
            "calmend.execution.change-deadline", "3s",
            "calmend.execution.tick", "200ms",
            "calmend.execution.pauses", "500ms");

    @TempDir
    private static Path folder;

    private static SimulatorProcess network;
    private static Portal portal;
    private static HostControl host;

    @Parameter
    private TransportKind transport;

    private List<ObservedTree> before;

    @BeforeParameterizedClassInvocation
    static void start(TransportKind transport) throws Exception {
        var files = Files.createDirectory(folder.resolve(transport.name()));
        network = SimulatorProcess.start(files.resolve("network"));
        var settings = new HashMap<>(IMPATIENT);
        if (transport == TransportKind.SEALED) {
            settings.putAll(sealed());
        }
        portal = Portal.start(network, files.resolve("database/calmend"), settings);
        host = network.host(HOST);
    }

    /** Workstations by an account of the domain, in place of the local one. */
    private static Map<String, String> sealed() {
        var tier = "calmend.remote.tiers[0].organisational-units[0]";
        return Map.of(
                tier,
                "OU=Nobody,DC=corp,DC=example",
                "calmend.remote.tiers[3].organisational-units[0]",
                network.settings().get(tier),
                "calmend.remote.tiers[3].name",
                "Workstations of the domain",
                "calmend.remote.tiers[3].account",
                "svc-calmend-c@CORP.EXAMPLE",
                "calmend.remote.tiers[3].keytab",
                network.settings().get("calmend.remote.tiers[2].keytab").replace("svc-calmend-s", "svc-calmend-c"));
    }

    @AfterParameterizedClassInvocation
    static void end() throws Exception {
        if (portal != null) {
            portal.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void hostAsItWas() {
        network.reset();
        host.forgetCommands();
        before = observe();
    }

    private List<ObservedTree> observe() {
        return MsLicensing.BOTH_VIEWS.stream().map(host::observe).toList();
    }

    private List<CommandKind> verbs() {
        return host.commands().stream().map(HostControl.Command::verb).toList();
    }

    private long repair() throws Exception {
        return portal.start("alice", portal.plan("alice", "CL-STORE", HOST));
    }

    private long undo(long execution) throws Exception {
        return portal.start("alice", portal.planUndo("alice", execution));
    }

    /** Waits for the end and holds the portal's words against the host itself. */
    private void assertTruthIsReported(long execution, boolean changed) throws Exception {
        portal.await(execution, changed ? "SUCCEEDED" : "NOT_CHANGED");
        assertThat(observe()).as("what is on the host").satisfies(now -> {
            if (changed) {
                assertThat(now).isNotEqualTo(before);
            } else {
                assertThat(now).isEqualTo(before);
            }
        });
        assertThat(portal.state(execution)).contains("backup of 2 trees");
        assertThat(verbs()).filteredOn(CommandKind.CHANGE::equals).hasSizeLessThanOrEqualTo(1);
        assertThat(portal.ask("auditLog")).isEqualTo("whole");
    }

    @Test
    void repairAndItsUndoTakeThreeCommandsEach() throws Exception {
        var repaired = repair();
        assertTruthIsReported(repaired, true);
        assertThat(verbs()).containsExactly(CommandKind.OBSERVE, CommandKind.CHANGE, CommandKind.OBSERVE);
        assertThat(host.commands())
                .extracting(HostControl.Command::account)
                .containsOnly(transport == TransportKind.SEALED ? "svc-calmend-c@CORP.EXAMPLE" : "calmend-ws");

        host.forgetCommands();
        portal.await(undo(repaired), "SUCCEEDED");
        assertThat(observe()).isEqualTo(before);
        assertThat(verbs()).containsExactly(CommandKind.OBSERVE, CommandKind.CHANGE, CommandKind.OBSERVE);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE, BEFORE_READING, false",
        "CREATE, AFTER_READING, false",
        "COMMAND, BEFORE_READING, false",
        "COMMAND, AFTER_READING, true",
        "COMMAND, AFTER_EXECUTING, true",
        "RECEIVE, BEFORE_READING, true",
        "RECEIVE, AFTER_READING, true",
        "RECEIVE, AFTER_EXECUTING, true",
        "SIGNAL, BEFORE_READING, true",
        "DELETE, BEFORE_READING, true"
    })
    void connectionThatBreaksDuringTheChangeEndsWithTheTruthAndOneChangeAtMost(
            Message message, Fault.Moment moment, boolean changed) throws Exception {
        var plan = portal.plan("alice", "CL-STORE", HOST);
        // a new shell knows no verb: the first one after the plan is the change's
        host.inject(
                new Fault.Dropped(message, moment),
                message == Message.CREATE ? When.once() : When.once().during(CommandKind.CHANGE));

        // who keeps connections finds one of them dead from time to time; a shell that holds no command is asked for
        // again
        var rescued = transport == TransportKind.SEALED && message == Message.CREATE;
        assertTruthIsReported(portal.start("alice", plan), changed || rescued);
    }

    @Test
    void hostThatBreaksEveryConnectionBeforeThereIsAShellIsNotChanged() throws Exception {
        var plan = portal.plan("alice", "CL-STORE", HOST);
        host.inject(new Fault.Dropped(Message.CREATE, Fault.Moment.AFTER_READING), When.always());

        var execution = portal.start("alice", plan);

        portal.await(execution, "NOT_CHANGED");
        assertThat(observe()).isEqualTo(before);
        assertThat(verbs()).doesNotContain(CommandKind.CHANGE);
        assertThat(portal.ask("auditLog")).isEqualTo("whole");
    }

    @ParameterizedTest
    @EnumSource
    void answerThatCannotBeUsedIsNoReasonToBelieveOrRepeat(Fault.BadOutput.Kind kind) throws Exception {
        var plan = portal.plan("alice", "CL-STORE", HOST);
        host.inject(new Fault.BadOutput(kind), When.once().during(CommandKind.CHANGE));

        assertTruthIsReported(portal.start("alice", plan), true);
    }

    @Test
    void hostThatIsLostAfterTheChangeIsUnknownUntilItIsBack() throws Exception {
        var plan = portal.plan("alice", "CL-STORE", HOST);
        host.inject(
                new Fault.Dropped(Message.RECEIVE, Fault.Moment.AFTER_EXECUTING),
                When.once().during(CommandKind.CHANGE));
        host.inject(
                new Fault.Dropped(Message.COMMAND, Fault.Moment.BEFORE_READING),
                When.always().during(CommandKind.OBSERVE));
        var execution = portal.start("alice", plan);
        portal.await(execution, "OUTCOME_UNKNOWN");

        host.clearFaults();

        assertTruthIsReported(execution, true);
    }

    @Test
    void undoWhoseConnectionBreaksRestoresAllTheSame() throws Exception {
        var repaired = repair();
        portal.await(repaired, "SUCCEEDED");
        var plan = portal.planUndo("alice", repaired);
        host.inject(
                new Fault.Dropped(Message.COMMAND, Fault.Moment.AFTER_READING),
                When.once().during(CommandKind.CHANGE));

        portal.await(portal.start("alice", plan), "SUCCEEDED");

        assertThat(observe()).isEqualTo(before);
    }

    @Test
    void slowHostIsWaitedFor() throws Exception {
        host.inject(new Fault.Slow(Duration.ofMillis(300)));

        assertTruthIsReported(repair(), true);
    }
}
