package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.simulator.CommandKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.HostControl;
import io.calmend.simulator.SimulatorProcess;
import io.calmend.simulator.When;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three real processes: the simulated network, a portal that is killed with six executions under way, each at another
 * moment, and the portal that is started after it on the same database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {

    private static final Map<String, String> IMPATIENT = Map.of(
            "calmend.execution.change-deadline", "20s",
            "calmend.execution.lease", "3s",
            "calmend.execution.tick", "200ms",
            "calmend.execution.pauses", "1s",
            "calmend.execution.shutdown-wait", "2s");

    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    /** A shell cannot even be opened: what is to be sent has not left the portal. */
    private static final String BEFORE_SENDING = "pc-0421";
    /** The host has the command and has not begun it. */
    private static final String AFTER_SENDING = "pc-0422";
    /** The host is in the middle of it. */
    private static final String WHILE_CHANGING = "pc-0423";
    /** The host has done it and has not answered. */
    private static final String BEFORE_THE_ANSWER = "pc-0424";
    /** The portal has the answer and is about to look. */
    private static final String AFTER_THE_ANSWER = "pc-0425";
    /** Half of an undo is sent. */
    private static final String WHILE_UNDOING = "pc-0441";

    @TempDir
    private static Path folder;

    private SimulatorProcess network;
    private Portal portal;
    private final Map<String, Long> executions = new HashMap<>();
    private final Map<String, List<ObservedTree>> before = new HashMap<>();
    private long undone;

    private HostControl host(String name) {
        return network.host(name);
    }

    private List<ObservedTree> observe(String host) {
        return MsLicensing.BOTH_VIEWS.stream()
                .map(target -> network.host(host).observe(target))
                .toList();
    }

    private static List<String> digests(List<ObservedTree> trees) {
        return trees.stream().map(ObservedTree::digest).toList();
    }

    private long changes(String host) {
        return host(host).commands().stream()
                .filter(command -> command.verb() == CommandKind.CHANGE)
                .count();
    }

    /** Starts a repair that waits at {@code fault}. */
    private void start(String host, Fault fault, When when) throws Exception {
        before.put(host, observe(host));
        var plan = portal.plan("alice", "CL-STORE", host);
        host(host).inject(fault, when);
        executions.put(host, portal.start("alice", plan));
    }

    private void startHeld(String host, Fault.Pause moment, CommandKind verb) throws Exception {
        start(host, new Fault.Held(moment), When.always().during(verb));
        assertThat(host(host).awaitHeld(TIMEOUT)).as(host + " waits").isTrue();
    }

    @BeforeAll
    void kill() throws Exception {
        network = SimulatorProcess.start(folder.resolve("network"));
        portal = Portal.start(network, folder.resolve("calmend"), IMPATIENT);

        before.put(WHILE_UNDOING, observe(WHILE_UNDOING));
        undone = portal.start("alice", portal.plan("alice", "CL-STORE", WHILE_UNDOING));
        portal.await(undone, "SUCCEEDED");

        startHeld(AFTER_SENDING, Fault.Pause.BEFORE_EXECUTING, CommandKind.CHANGE);
        startHeld(WHILE_CHANGING, Fault.Pause.WHILE_CHANGING, CommandKind.CHANGE);
        startHeld(BEFORE_THE_ANSWER, Fault.Pause.AFTER_EXECUTING, CommandKind.CHANGE);
        startHeld(AFTER_THE_ANSWER, Fault.Pause.BEFORE_EXECUTING, CommandKind.OBSERVE);
        portal.await(executions.get(AFTER_THE_ANSWER), "ANSWERED");
        var undo = portal.planUndo("alice", undone);
        host(WHILE_UNDOING)
                .inject(
                        new Fault.Held(Fault.Pause.WHILE_CHANGING),
                        When.always().during(CommandKind.CHANGE));
        executions.put(WHILE_UNDOING, portal.start("alice", undo));
        assertThat(host(WHILE_UNDOING).awaitHeld(TIMEOUT)).isTrue();
        start(BEFORE_SENDING, new Fault.Slow(TIMEOUT), When.always());
        portal.await(executions.get(BEFORE_SENDING), "SENT");

        portal.kill();

        host(BEFORE_SENDING).clearFaults();
        host(AFTER_THE_ANSWER).release();
        host(BEFORE_THE_ANSWER).release();
        portal = Portal.start(network, folder.resolve("calmend"), IMPATIENT);
    }

    @AfterAll
    void end() throws Exception {
        if (portal != null) {
            portal.close();
        }
        if (network != null) {
            network.close();
        }
    }

    private void assertWholeAndFinished(String host, String state) throws Exception {
        portal.await(executions.get(host), state);
        assertThat(portal.state(executions.get(host))).contains("backup of 2 trees");
        assertThat(portal.ask("auditLog")).isEqualTo("whole");
    }

    @Test
    void killBeforeSendingChangedNothingAndNothingIsSentAfterwards() throws Exception {
        assertWholeAndFinished(BEFORE_SENDING, "NOT_CHANGED because PORTAL_RESTARTED");

        assertThat(digests(observe(BEFORE_SENDING))).isEqualTo(digests(before.get(BEFORE_SENDING)));
        assertThat(changes(BEFORE_SENDING)).isZero();
    }

    @Test
    void commandThatReachesTheHostAfterItsDeadlineChangesNothing() throws Exception {
        assertWholeAndFinished(AFTER_SENDING, "NOT_CHANGED because PORTAL_RESTARTED");

        host(AFTER_SENDING).release();
        Awaitility.await("the command that came late")
                .atMost(TIMEOUT)
                .until(() -> host(AFTER_SENDING).commands().stream().allMatch(command -> command.exitCode() != null));
        assertThat(digests(observe(AFTER_SENDING))).isEqualTo(digests(before.get(AFTER_SENDING)));
        assertThat(changes(AFTER_SENDING)).isEqualTo(1);
    }

    @Test
    void nothingIsDecidedWhileTheHostIsStillChangingAndThenTheTruthIsReported() throws Exception {
        // past the deadline, with the host's mutex held
        portal.await(executions.get(AFTER_SENDING), "NOT_CHANGED");
        assertThat(portal.state(executions.get(WHILE_CHANGING))).startsWith("OUTCOME_UNKNOWN");
        assertThat(portal.ask("plan alice CL-STORE " + WHILE_CHANGING)).startsWith("refused HOST_BUSY");

        host(WHILE_CHANGING).release();

        assertWholeAndFinished(WHILE_CHANGING, "SUCCEEDED");
        assertThat(changes(WHILE_CHANGING)).isEqualTo(1);
        assertThat(portal.state(executions.get(WHILE_CHANGING))).contains("undo offered");
    }

    @Test
    void changeThatWasDoneBeforeTheKillIsASuccessAndIsNotRepeated() throws Exception {
        assertWholeAndFinished(BEFORE_THE_ANSWER, "SUCCEEDED");

        assertThat(changes(BEFORE_THE_ANSWER)).isEqualTo(1);
        assertThat(digests(observe(BEFORE_THE_ANSWER))).isNotEqualTo(digests(before.get(BEFORE_THE_ANSWER)));
    }

    @Test
    void changeThatWasAnsweredBeforeTheKillIsVerifiedAndNotRepeated() throws Exception {
        assertWholeAndFinished(AFTER_THE_ANSWER, "SUCCEEDED");

        assertThat(changes(AFTER_THE_ANSWER)).isEqualTo(1);
    }

    @Test
    void undoThatWasCutShortIsPlannedAgainAndEndsRight() throws Exception {
        host(WHILE_UNDOING).release();
        // the first of its commands was carried out, the others were never sent
        assertWholeAndFinished(WHILE_UNDOING, "NEEDS_ATTENTION because PORTAL_RESTARTED");
        assertThat(digests(observe(WHILE_UNDOING))).isNotEqualTo(digests(before.get(WHILE_UNDOING)));

        portal.await(portal.start("alice", portal.planUndo("alice", undone)), "SUCCEEDED");

        assertThat(digests(observe(WHILE_UNDOING))).isEqualTo(digests(before.get(WHILE_UNDOING)));
        assertThat(portal.ask("undo alice " + undone)).startsWith("refused NOTHING_TO_UNDO");
    }
}
