package io.calmend.remote.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.host.Action;
import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.host.FacetState;
import io.calmend.host.Fact;
import io.calmend.host.HostState;
import io.calmend.host.ServiceStatus;
import io.calmend.host.StartMode;
import io.calmend.host.WindowsService;
import io.calmend.peers.WindowsLab;
import io.calmend.remote.Answer;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.transport.CommandOutput;
import io.calmend.simulator.CommandEngine;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.ExecutionId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scripts of services in the laboratory's PowerShell, beside the modelled host: the same states, answers and digests. What
 * {@code Win32_Service} says and does is told to the laboratory; that Windows says the same remains to be seen on Windows.
 */
class ServiceTwinIT {

    private static final WindowsService SERVICE = WindowsService.REMOTE_DESKTOP;
    private static final Facet FACET = new Facet.ServiceRun(SERVICE);
    private static final Fact PROCESS = new Fact.ServiceProcess(SERVICE);
    private static final Observation OBSERVATION = new Observation(List.of(FACET), List.of(PROCESS), false);

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static CommandEngine model;
    static WindowsLab lab;
    static LabGateway inLab;

    /** A side: the laboratory or the model. */
    private interface Host extends Function<String, CommandOutput> {}

    private static final Host LAB = line -> inLab.run(line);
    private static final Host MODEL = line -> {
        try {
            var output = model.run(line, () -> {});
            return new CommandOutput(output.stdout(), output.stderr(), false, output.exitCode());
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    };

    @BeforeAll
    static void start() {
        lab = WindowsLab.openFor(ServiceTwinIT.class);
        inLab = new LabGateway(lab, false);
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
        model = network.modelOf("rdsh01");
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    /** What {@code StopService} and {@code StartService} return; 0 is success, and then they do it. */
    private record Windows(ServiceStatus status, StartMode startMode, int stopped, int started) {

        String json() {
            var instances = status.isInstalled()
                    ? "{\"Name\":\"TermService\",\"State\":\"%s\",\"StartMode\":\"%s\",\"ProcessId\":%d}"
                            .formatted(status.text(), startMode.text(), status == ServiceStatus.RUNNING ? 812 : 0)
                    : "{\"Name\":\"Spooler\",\"State\":\"Running\",\"StartMode\":\"Auto\",\"ProcessId\":77}";
            return """
                    {"cim":{"root\\\\cimv2:Win32_Service":[%s]},
                     "methods":{"Win32_Service.StopService":%s,"Win32_Service.StartService":%s}}
                    """.formatted(instances, method(stopped, "Stopped", 0), method(started, "Running", 4711));
        }

        private static String method(int returns, String state, int process) {
            return returns == 0 ? """
                    {"ReturnValue":0,"sets":{"root\\\\cimv2:Win32_Service":{"State":"%s","ProcessId":%d}}}""".formatted(state, process) : "{\"ReturnValue\":%d}".formatted(returns);
        }

        FacetState.ServiceRun state() {
            return new FacetState.ServiceRun(SERVICE, status, startMode);
        }
    }

    private static final Windows RUNNING = new Windows(ServiceStatus.RUNNING, StartMode.MANUAL, 0, 0);
    private static final Windows STOPPED = new Windows(ServiceStatus.STOPPED, StartMode.AUTOMATIC, 0, 0);
    private static final Windows DISABLED = new Windows(ServiceStatus.STOPPED, StartMode.DISABLED, 0, 14);
    /** Set to be disabled while it runs: it can be stopped and comes back no more. */
    private static final Windows LAST_RUN = new Windows(ServiceStatus.RUNNING, StartMode.DISABLED, 0, 14);

    private static final Windows NEEDED = new Windows(ServiceStatus.RUNNING, StartMode.AUTOMATIC, 3, 0);
    private static final Windows ABSENT = new Windows(ServiceStatus.NOT_INSTALLED, StartMode.NONE, 0, 0);

    static Stream<Windows> states() {
        return Stream.of(RUNNING, STOPPED, DISABLED, LAST_RUN, NEEDED, ABSENT);
    }

    /** Both sides as {@code windows} says; another service needs this one only in {@link #NEEDED}. */
    private static void hold(Windows windows) {
        lab.writeHost(windows.json());
        network.reset();
        var other = windows.equals(NEEDED) ? ServiceStatus.RUNNING : ServiceStatus.STOPPED;
        network.runServices(
                "rdsh01",
                Map.of(
                        SERVICE,
                        windows.state(),
                        WindowsService.PORT_REDIRECTOR,
                        new FacetState.ServiceRun(WindowsService.PORT_REDIRECTOR, other, StartMode.MANUAL)));
    }

    private static ObservationResult.Observed observed(Host host) {
        return (ObservationResult.Observed)
                HostAnswer.observationResult(host.apply(HostScript.line(OBSERVATION)), OBSERVATION);
    }

    private static Answer answer(Host host, HostCommand command) {
        return HostAnswer.answer(host.apply(HostScript.line(command)), command);
    }

    private static HostCommand.Apply apply(HostState state, Change... changes) {
        return new HostCommand.Apply(
                new ExecutionId(1), Instant.now().plusSeconds(300), state.expectations(), List.of(changes));
    }

    @ParameterizedTest
    @MethodSource("states")
    void observationIsTheSame(Windows windows) {
        hold(windows);
        var inLaboratory = observed(LAB);
        assertThat(inLaboratory.state()).isEqualTo(new HostState(List.of(windows.state())));
        assertThat(observed(MODEL).state()).isEqualTo(inLaboratory.state());
        assertThat(inLaboratory.known().getFirst().value().equals("0"))
                .isEqualTo(observed(MODEL).known().getFirst().value().equals("0"));
    }

    /** Each change in each state: the same error, and the state that {@link HostState#after} says. */
    @ParameterizedTest
    @MethodSource("states")
    void changeDoesTheSame(Windows windows) {
        for (var change : List.<Change>of(new Change.StartService(SERVICE), new Change.StopService(SERVICE))) {
            hold(windows);
            var before = observed(LAB).state();
            var command = apply(before, change);
            var inLaboratory = (Answer.Ended) answer(LAB, command);
            assertThat(answer(MODEL, command)).as("%s", change).isEqualTo(inLaboratory);
            assertThat(observed(MODEL).state())
                    .as("%s", change)
                    .isEqualTo(observed(LAB).state());
            if (!windows.equals(NEEDED)) {
                var expected = before.after(List.of(change));
                assertThat(inLaboratory.done().getFirst().error())
                        .as("%s", change)
                        .isEqualTo(expected.error());
                assertThat(inLaboratory.digests()).isEqualTo(expected.state().digests());
            }
        }
    }

    @Test
    void stoppedServiceIsStartedByTheWayBackAndRunsInAnotherProcess() {
        hold(RUNNING);
        for (var host : List.of(LAB, MODEL)) {
            var before = observed(host);
            answer(host, apply(before.state(), new Change.StopService(SERVICE)));
            var stopped = observed(host);
            var back = before.state().changesFrom(stopped.state());
            assertThat(back).containsExactly(new Change.StartService(SERVICE));
            answer(host, apply(stopped.state(), back.toArray(Change[]::new)));
            var after = observed(host);
            assertThat(after.state()).isEqualTo(before.state());
            assertThat(after.known()).isNotEqualTo(before.known());
        }
    }

    @Test
    void hostThatIsNotAsExpectedIsLeftAlone() {
        hold(RUNNING);
        var other = new HostState(List.of(STOPPED.state()));
        for (var host : List.of(LAB, MODEL)) {
            assertThat(answer(host, apply(other, new Change.StopService(SERVICE))))
                    .isEqualTo(new Answer.Differs(observed(host).state().digests()));
            assertThat(observed(host).state().runs(SERVICE)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void restartDoesTheSame(Windows windows) {
        for (var host : List.of(LAB, MODEL)) {
            hold(windows);
            var before = observed(host);
            var action = new Action.RestartService(SERVICE);
            var command = new HostCommand.Perform(
                    new ExecutionId(1),
                    Instant.now().plusSeconds(300),
                    action,
                    before.known().getFirst(),
                    before.state().expectations());
            var performed = (Answer.Performed) answer(host, command);
            var after = observed(host);
            assertThat(performed.fact()).isEqualTo(after.known().getFirst());
            if (windows.equals(RUNNING)) {
                assertThat(performed.error()).isNull();
                assertThat(after.state()).isEqualTo(before.state());
                assertThat(after.known()).isNotEqualTo(before.known());
                // as if the network had delivered it twice
                assertThat(answer(host, command)).isEqualTo(new Answer.Differs(List.of()));
                assertThat(observed(host).known()).isEqualTo(after.known());
            } else if (windows.equals(LAST_RUN)) {
                assertThat(performed.error()).isEqualTo("ServiceDisabled");
                assertThat(performed.fact().value()).isEqualTo("0");
            } else if (windows.equals(NEEDED) && host == LAB) {
                // here the one that needs it is none of ours; the model's is stopped first
                assertThat(performed.error()).isEqualTo("DependentServicesRunning");
                assertThat(after.known()).isEqualTo(before.known());
            } else if (!windows.equals(NEEDED)) {
                // what does not run is not started
                assertThat(performed.error()).isNull();
                assertThat(after.state()).isEqualTo(before.state());
            }
        }
    }

    @Test
    void restartAfterItsDeadlineIsNotDone() {
        hold(RUNNING);
        var action = new Action.RestartService(SERVICE);
        for (var host : List.of(LAB, MODEL)) {
            var before = observed(host);
            var late = new HostCommand.Perform(
                    new ExecutionId(1),
                    before.at().minusSeconds(1),
                    action,
                    before.known().getFirst(),
                    before.state().expectations());
            assertThat(answer(host, late)).isEqualTo(new Answer.Late());
            assertThat(observed(host).known()).isEqualTo(before.known());
        }
    }

    /** Over a network logon without rights Windows refuses the class. */
    @Test
    void serviceThatMayNotBeAskedIsUnreadableAndNotStopped() {
        lab.writeHost("{\"cim\":{\"root\\\\cimv2:Win32_Service\":{\"throw\":\"0x80070005\"}}}");
        var withoutFact = new Observation(List.of(FACET), List.of(), false);
        var observed = (ObservationResult.Observed)
                HostAnswer.observationResult(LAB.apply(HostScript.line(withoutFact)), withoutFact);
        assertThat(observed.state().states()).singleElement().isInstanceOf(FacetState.Unreadable.class);
        assertThat(observed.state().gaps()).singleElement().asString().startsWith("Service TermService: ");
        var answer = (Answer.Ended) answer(LAB, apply(observed.state(), new Change.StopService(SERVICE)));
        assertThat(answer.allDone()).isFalse();
    }
}
