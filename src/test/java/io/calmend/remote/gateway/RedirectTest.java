package io.calmend.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.host.OfRegistry;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.remote.Answer;
import io.calmend.remote.ConnectionDoctor;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.accounts.TrustedCertificates;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Message;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.When;
import io.calmend.simulator.WsManFault;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.params.provider.ValueSource;

/** A host that sends the portal elsewhere gets it nowhere: no message and no credentials of any kind. */
@ParameterizedClass
@EnumSource
class RedirectTest {

    private static final Observation OBSERVATION = OfRegistry.observation(MsLicensing.BOTH_VIEWS, true);
    private static final ManagedHost PC = ManagedHosts.named("PC-0421");

    enum TransportCase {
        SEALED(TransportKind.SEALED, false),
        TLS(TransportKind.TLS, false),
        OVERTHERE_BASIC(TransportKind.OVERTHERE, true),
        OVERTHERE_KERBEROS(TransportKind.OVERTHERE, false);

        final TransportKind transport;
        final boolean local;

        TransportCase(TransportKind transport, boolean local) {
            this.transport = transport;
            this.local = local;
        }
    }

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static Properties before;

    @Parameter
    TransportCase testCase;

    private final Elsewhere elsewhere = new Elsewhere();
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
        var domain = network.domainAccount("svc-calmend-c");
        parts = new Parts(
                Parts.settings(
                        network,
                        Duration.ofSeconds(20),
                        Parts.tier(
                                Parts.WORKSTATIONS,
                                testCase.local ? "calmend-ws" : domain.principal(),
                                Parts.secret(folder, testCase.local ? "Tr7-workstations" : domain.password()),
                                testCase.transport)),
                Clock.systemUTC());
        gateway = parts.gateway();
    }

    @AfterEach
    void nobodyWasFollowed() {
        parts.close();
        elsewhere.close();
        assertThat(elsewhere.received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectIsNeverFollowedWhateverIsAsked(int status) {
        var change = deletion();

        redirect(Message.CREATE, status);
        assertThat(gateway.change(PC, change))
                .isInstanceOfSatisfying(
                        Answer.NeverSent.class,
                        never -> assertThat(never.reason()).isIn(refusals()));
        assertThat(gateway.observe(PC, OBSERVATION))
                .isInstanceOfSatisfying(
                        ObservationResult.NotObserved.class,
                        not -> assertThat(not.reason()).isIn(refusals()));

        for (var message : List.of(Message.COMMAND, Message.RECEIVE)) {
            redirect(message, status);
            assertThat(gateway.change(PC, change))
                    .isInstanceOfSatisfying(
                            Answer.OutcomeUnknown.class,
                            unknown -> assertThat(unknown.reason()).isIn(refusals()));
        }

        redirect(Message.DELETE, status);
        assertThat(gateway.observe(PC, OBSERVATION)).isInstanceOf(ObservationResult.Observed.class);
        assertThat(parts.accounts().stopped(Actor.PORTAL)).isEmpty();
    }

    @Test
    void redirectIsNotFollowedByWhatEndsACommand() throws Exception {
        redirect(Message.SIGNAL, 303);
        network.host("PC-0421").inject(new Fault.Held(Fault.Pause.BEFORE_EXECUTING));
        var result = new CompletableFuture<ObservationResult>();
        var thread = Thread.ofPlatform().start(() -> result.complete(gateway.observe(PC, OBSERVATION)));
        assertThat(network.host("PC-0421").awaitHeld(Duration.ofSeconds(10))).isTrue();
        thread.interrupt();
        assertThat(result.get(10, TimeUnit.SECONDS))
                .isEqualTo(new ObservationResult.NotObserved(FailureReason.CANCELLED, ""));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void questionsOfTheDoctorFollowNoRedirect(int status) {
        redirect(Message.IDENTIFY, status);

        var report = parts.doctor().examine(PC, _ -> {});

        assertThat(report.steps().getLast())
                .satisfies(step -> assertThat(step.layer()).isEqualTo(ConnectionDoctor.Layer.WINRM))
                .satisfies(step -> assertThat(step.failure()).isEqualTo(FailureReason.REDIRECTED));
    }

    /** What a fault was is asked once more, with credentials, where Overthere does not tell. */
    @Test
    void questionAfterARefusedShellFollowsNoRedirect() {
        network.host("PC-0421").inject(new Fault.Refused(Message.CREATE, WsManFault.ACCESS_DENIED), once());
        redirect(Message.CREATE, 303, 2);

        assertThat(gateway.observe(PC, OBSERVATION)).isInstanceOf(ObservationResult.NotObserved.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Message.class,
            names = {"CREATE", "COMMAND", "RECEIVE"})
    void answerWithoutEndIsBrokenOff(Message message) {
        var change = deletion();
        network.host("PC-0421").inject(new Fault.TooLong(message));
        var answer = gateway.change(PC, change);
        if (message == Message.CREATE) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.NeverSent.class,
                            never -> assertThat(never.reason()).isEqualTo(FailureReason.ANSWER_TOO_LARGE));
        } else {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.OutcomeUnknown.class,
                            unknown -> assertThat(unknown.reason()).isEqualTo(FailureReason.ANSWER_TOO_LARGE));
        }
    }

    private static When once() {
        return When.once();
    }

    /** Without TLS a redirect that is not sealed may be anybody's. */
    private static List<FailureReason> refusals() {
        return List.of(FailureReason.REDIRECTED, FailureReason.ANSWER_NOT_SEALED);
    }

    private void redirect(Message message, int status) {
        network.host("PC-0421").clearFaults();
        network.host("PC-0421").inject(new Fault.Redirected(message, status, elsewhere.address()));
    }

    private void redirect(Message message, int status, int after) {
        network.host("PC-0421")
                .inject(
                        new Fault.Redirected(message, status, elsewhere.address()),
                        When.always().after(after));
    }

    private HostCommand.Apply deletion() {
        var observed = (ObservationResult.Observed) gateway.observe(PC, OBSERVATION);
        return OfRegistry.apply(
                new ExecutionId(1),
                observed.at().plusSeconds(60),
                observed.state().trees().stream()
                        .map(tree -> OfRegistry.expectation(tree.target(), tree.digest()))
                        .toList(),
                List.of(new RegistryChange.SetValue(
                        RegistryView.REGISTRY64, MsLicensing.STORE, RegistryValue.text("a", "b"))));
    }

    /** Another web server, which asks everybody for a password and writes down whatever comes. */
    private static final class Elsewhere implements AutoCloseable {

        private static final String ASKS = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\n"
                + "WWW-Authenticate: Kerberos\r\nWWW-Authenticate: Basic realm=\"WSMAN\"\r\nContent-Length: 0\r\n\r\n";

        final List<String> received = new CopyOnWriteArrayList<>();
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private final ServerSocket listening;

        Elsewhere() {
            try {
                listening = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Thread.ofVirtual().start(() -> {
                while (!listening.isClosed()) {
                    try {
                        var socket = listening.accept();
                        open.add(socket);
                        Thread.ofVirtual().start(() -> serve(socket));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        String address() {
            return "http://localhost:" + listening.getLocalPort() + "/wsman";
        }

        private void serve(Socket socket) {
            received.add("a connection");
            try (socket) {
                var buffer = new byte[65_536];
                for (var length = socket.getInputStream().read(buffer);
                        length >= 0;
                        length = socket.getInputStream().read(buffer)) {
                    received.add(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().write(ASKS.getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException gone) {
                // that is its good right
            }
        }

        @Override
        public void close() {
            try {
                listening.close();
                for (var socket : open) {
                    socket.close();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
