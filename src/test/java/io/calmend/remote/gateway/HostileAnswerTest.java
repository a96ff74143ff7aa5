package io.calmend.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.host.OfRegistry;
import io.calmend.registry.MsLicensing;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.accounts.TrustedCertificates;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Fault.Stuffed.Kind;
import io.calmend.simulator.Message;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.WsManFault;
import io.calmend.vocabulary.FailureReason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that are right, but made to cost whoever reads them: refused, with a reason, before anybody builds a tree of them. */
@ParameterizedClass
@EnumSource
class HostileAnswerTest {

    private static final Observation OBSERVATION = OfRegistry.observation(MsLicensing.BOTH_VIEWS, true);
    private static final ManagedHost PC = ManagedHosts.named("PC-0421");

    /** As much as the portal reads, or somewhat less. */
    private static final int LARGE = 900_000;

    enum TransportCase {
        SEALED(TransportKind.SEALED),
        TLS(TransportKind.TLS),
        OVERTHERE(TransportKind.OVERTHERE);

        final TransportKind transport;

        TransportCase(TransportKind transport) {
            this.transport = transport;
        }
    }

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static Properties before;

    @Parameter
    TransportCase testCase;

    private Parts parts;
    private WinRmGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        before = (Properties) System.getProperties().clone();
        network = SimulatedNetwork.start(folder, Clock.systemUTC(), 0);
        TrustedCertificates.trust(network.authorityFile());
    }

    @AfterAll
    static void stop() {
        network.close();
        System.setProperties(before);
    }

    @BeforeEach
    void open() {
        network.reset();
        var local = testCase == TransportCase.OVERTHERE;
        var domain = network.domainAccount("svc-calmend-c");
        parts = new Parts(
                Parts.settings(
                        network,
                        Duration.ofSeconds(50),
                        Parts.tier(
                                Parts.WORKSTATIONS,
                                local ? "calmend-ws" : domain.principal(),
                                Parts.secret(folder, local ? "Tr7-workstations" : domain.password()),
                                testCase.transport)),
                Clock.systemUTC());
        gateway = parts.gateway();
    }

    @AfterEach
    void close() {
        parts.close();
    }

    @ParameterizedTest
    @EnumSource
    void stuffedAnswerIsRefusedAsMalformed(Kind kind) {
        for (var message : new Message[] {Message.CREATE, Message.COMMAND, Message.RECEIVE}) {
            inject(new Fault.Stuffed(message, kind, LARGE));
            assertThat(reason()).as(message.name()).isEqualTo(FailureReason.ANSWER_MALFORMED);
        }
    }

    @Test
    void answerBeyondWhatWasAskedForIsRefused() {
        inject(new Fault.Stuffed(Message.CREATE, Kind.ELEMENTS, 4_000_000));
        assertThat(reason()).isEqualTo(FailureReason.ANSWER_TOO_LARGE);
    }

    @Test
    void answersWithoutOutputComeToAnEnd() {
        inject(new Fault.NothingSaid());
        assertThat(reason()).isEqualTo(FailureReason.ANSWER_MALFORMED);
    }

    /** Overthere takes any fault for the end by itself. */
    @Test
    void faultsThatSayNothingYetComeToAnEnd() {
        inject(new Fault.Refused(Message.RECEIVE, WsManFault.TIMED_OUT));
        assertThat(reason())
                .isEqualTo(
                        testCase == TransportCase.OVERTHERE
                                ? FailureReason.CONNECTION_LOST
                                : FailureReason.ANSWER_MALFORMED);
    }

    /** A dozen more elements, or a text of some length, are nobody's attack. */
    @ParameterizedTest
    @EnumSource
    void littleThatNobodyAskedForDoesNoHarm(Kind kind) {
        inject(new Fault.Stuffed(Message.RECEIVE, kind, 100));
        assertThat(gateway.observe(PC, OBSERVATION)).isInstanceOf(ObservationResult.Observed.class);
    }

    private static void inject(Fault fault) {
        var host = network.host("PC-0421");
        host.clearFaults();
        host.inject(fault);
    }

    private FailureReason reason() {
        var observationResult = gateway.observe(PC, OBSERVATION);
        assertThat(observationResult).isInstanceOf(ObservationResult.NotObserved.class);
        return ((ObservationResult.NotObserved) observationResult).reason();
    }
}
