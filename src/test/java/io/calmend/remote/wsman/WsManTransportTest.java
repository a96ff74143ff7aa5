package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport.Ending;
import io.calmend.remote.transport.Transport.Stage;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.CommandEngine;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Fault.Sealing;
import io.calmend.simulator.Fault.Sealing.Kind;
import io.calmend.simulator.HostControl;
import io.calmend.simulator.Message;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.Traffic;
import io.calmend.simulator.When;
import io.calmend.simulator.WsManFault;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What this transport alone promises: what is believed, what is sent twice, and what a command costs. */
class WsManTransportTest {

    private static final String HOST = "pc-0421.corp.example";

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static TicketCache tickets;
    static HostAccount account;

    private final HostControl host = network.host(HOST);
    private WsManTransport transport;

    @BeforeAll
    static void start() throws Exception {
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
        tickets = new TicketCache(network.krb5Conf(), Clock.systemUTC(), Duration.ofSeconds(20));
        account = HostAccount.withKeytab(
                "svc-calmend-c@CORP.EXAMPLE",
                network.domainAccount("svc-calmend-c").keytab(),
                TransportKind.SEALED);
    }

    @AfterAll
    static void stop() {
        tickets.close();
        network.close();
    }

    @BeforeEach
    void fresh() {
        network.reset();
        transport = new WsManTransport(sealed(), tickets, Duration.ofSeconds(20), 1_000_000);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    private static Endpoint sealed() {
        return new Endpoint(false, network.sealedPort(), "HTTP", Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /** From now on a server that is none of the network's answers for every host. */
    private void goTo(ServerSocket server) {
        close();
        transport = new WsManTransport(
                new Endpoint(false, server.getLocalPort(), "HTTP", Duration.ofSeconds(5), Duration.ofSeconds(30)),
                tickets,
                Duration.ofSeconds(20),
                1_000_000);
    }

    private Ending run() throws InterruptedException {
        return run(new RemoteCommand(HOST, account, "hostname"));
    }

    private Ending run(RemoteCommand command) throws InterruptedException {
        var ended = new CountDownLatch(1);
        var ending = transport.run(command, () -> {}, ended::countDown);
        assertThat(ended.await(10, TimeUnit.SECONDS))
                .as("the host is free again")
                .isTrue();
        return ending;
    }

    private void assertRan(Ending ending) {
        assertThat(ending)
                .isInstanceOfSatisfying(
                        Ending.Ran.class, ran -> assertThat(ran.output().text()).isEqualTo("PC-0421\r\n"));
    }

    private static void assertFailed(Ending ending, Stage stage, boolean sent, FailureReason reason) {
        assertThat(ending).isInstanceOfSatisfying(Ending.Failed.class, failed -> {
            assertThat(failed.failure().reason()).as(failed.toString()).isEqualTo(reason);
            assertThat(failed.stage()).isEqualTo(stage);
            assertThat(failed.sent()).isEqualTo(sent);
            assertThat(failed.passwordRejected()).isFalse();
        });
    }

    @Test
    void faultOfThePortalBeforeTheCommandIsNotSent() throws Exception {
        var ended = new CountDownLatch(1);

        var ending = transport.run(
                new RemoteCommand(HOST, account, "hostname"),
                () -> {
                    throw new IllegalStateException("a bug");
                },
                ended::countDown);

        assertFailed(ending, Stage.CREATE, false, FailureReason.PORTAL_FAILED);
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(host.commands()).isEmpty();
    }

    // ---- what is believed

    @ParameterizedTest
    @CsvSource({
        "FLIPPED_BIT, CREATE", "FLIPPED_BIT, COMMAND", "FLIPPED_BIT, RECEIVE",
        "WRONG_LENGTH, CREATE", "WRONG_LENGTH, COMMAND", "WRONG_LENGTH, RECEIVE",
        "CLEAR_BODY, CREATE", "CLEAR_BODY, COMMAND", "CLEAR_BODY, RECEIVE",
        "CLEAR_500, CREATE", "CLEAR_500, COMMAND", "CLEAR_500, RECEIVE",
        "FORGED_401, CREATE", "FORGED_401, COMMAND", "FORGED_401, RECEIVE",
        "SIGNED_ONLY, CREATE", "SIGNED_ONLY, COMMAND", "SIGNED_ONLY, RECEIVE",
        "EC_NOT_ZERO, CREATE", "EC_NOT_ZERO, COMMAND", "EC_NOT_ZERO, RECEIVE",
        "REPLAYED, COMMAND", "REPLAYED, RECEIVE"
    })
    void nothingIsBelievedThatIsNotSealedWholeAndInTurn(Kind kind, Message message) throws Exception {
        host.inject(new Sealing(kind, message), When.once());
        assertFailed(run(), Stage.valueOf(message.name()), message != Message.CREATE, FailureReason.ANSWER_NOT_SEALED);
        assertThat(host.commands()).as("sent once at most").hasSize(message == Message.CREATE ? 0 : 1);

        // and the next command does not suffer from it
        assertRan(run());
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_ROTATED, CREATE",
        "NOT_ROTATED, COMMAND",
        "NOT_ROTATED, RECEIVE",
        "NOT_ROTATED, DELETE",
        "CONNECTION_CLOSE, CREATE",
        "CONNECTION_CLOSE, COMMAND",
        "CONNECTION_CLOSE, RECEIVE",
        "CONNECTION_CLOSE, DELETE"
    })
    void whatIsUnusualButRightIsTaken(Kind kind, Message message) throws Exception {
        host.inject(new Sealing(kind, message));
        assertRan(run());
        assertThat(host.commands()).hasSize(1);
        assertThat(host.shells()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostThatClosedTheKeptConnectionUnsaidCostsOneSignInAndNothingElse(boolean tls) throws Exception {
        if (tls) {
            close();
            trustTheNetwork();
            transport = new WsManTransport(tls(), tickets, Duration.ofSeconds(20), 1_000_000);
        }
        // after the answer to Delete, the fourth message
        host.inject(new Fault.ClosedWhenIdle(), new When(null, 3, 1));
        network.resetTraffic();
        assertRan(run());
        assertRan(run());
        assertThat(host.commands()).hasSize(2);
        assertThat(host.shells()).isZero();
        assertThat(network.traffic().connections()).isEqualTo(2);
    }

    @Test
    void onlyTheFaultThatSaysNothingYetRepeatsReceive() throws Exception {
        host.inject(new Fault.Refused(Message.RECEIVE, WsManFault.TIMED_OUT), new When(null, 0, 2));
        network.resetTraffic();
        assertRan(run());
        assertThat(network.traffic().requests())
                .as("login, four messages, two repeated")
                .isEqualTo(7);

        host.inject(new Fault.Refused(Message.RECEIVE, WsManFault.ABORTED), When.once());
        assertFailed(run(), Stage.RECEIVE, true, FailureReason.SHELL_ENDED);
    }

    @ParameterizedTest
    @CsvSource({
        "ACCESS_DENIED, ACCESS_DENIED",
        "REMOTE_SHELL_NOT_ALLOWED, REMOTE_SHELL_REFUSED",
        "TOO_MANY_SHELLS, HOST_QUOTA",
        "TOO_MANY_USERS, HOST_QUOTA",
        "TOO_MANY_OPERATIONS, HOST_TOO_BUSY"
    })
    void refusalOfTheCommandItselfIsNotSent(WsManFault fault, FailureReason reason) throws Exception {
        host.inject(new Fault.Refused(Message.COMMAND, fault));
        assertFailed(run(), Stage.COMMAND, false, reason);
        assertThat(host.shells()).as("the shell is closed all the same").isZero();
    }

    @Test
    void otherFaultsToTheCommandLeaveItUnknown() throws Exception {
        host.inject(new Fault.Refused(Message.COMMAND, WsManFault.ABORTED));
        assertThat(run())
                .isInstanceOfSatisfying(
                        Ending.Failed.class, failed -> assertThat(failed.sent()).isTrue());
    }

    @Test
    void clearRefusalOnAKeptConnectionIsTakenForASignInThatWasForgotten() throws Exception {
        assertRan(run());
        host.inject(new Sealing(Kind.FORGED_401, Message.CREATE), When.once());
        assertRan(run());
        assertThat(host.commands()).hasSize(2);
    }

    @Test
    void hostThatNeverAnswersTheCleanupIsLeftAloneSoon() throws Exception {
        host.inject(new Fault.Silent(Message.DELETE), When.once());
        // waits until the host's turn is released
        assertRan(run());
    }

    @Test
    void commandThatIsGivenUpWhileItsShellIsOpenedIsNotSent() throws Exception {
        var returned = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var ending = new AtomicReference<Ending>();
        var caller = new AtomicReference<Thread>();
        caller.set(Thread.ofPlatform().unstarted(() -> {
            ending.set(transport.run(
                    new RemoteCommand(HOST, account, "hostname"),
                    () -> {
                        // here the caller gives up, and the shell is opened all the same
                        caller.get().interrupt();
                        awaitEvenIfInterrupted(returned);
                    },
                    ended::countDown));
            returned.countDown();
        }));
        caller.get().start();
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertFailed(ending.get(), Stage.CREATE, false, FailureReason.CANCELLED);
        assertThat(host.commands()).isEmpty();
        assertThat(host.shells()).isZero();
    }

    private static void awaitEvenIfInterrupted(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                var _ = Thread.interrupted();
                return;
            } catch (InterruptedException again) {
                // that is the point
            }
        }
    }

    // ---- signing in

    @ParameterizedTest
    @ValueSource(ints = {6, 18, 24, 37})
    void hostCannotSpeakIllOfTheAccount(int number) throws Exception {
        host.inject(new Fault.ForgedKerberosError(number));
        assertFailed(run(), Stage.CREATE, false, FailureReason.TICKET_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "WWW-Authenticate: Negotiate\r\n",
                "WWW-Authenticate: Negotiate !!\r\n",
                "WWW-Authenticate: Basic realm=x\r\n"
            })
    void hostThatDoesNotAuthenticateIsSentNothing(String header) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var after = new AtomicReference<byte[]>();
            var serving = Thread.startVirtualThread(() -> {
                try (var socket = server.accept()) {
                    var in = socket.getInputStream();
                    var head = new StringBuilder();
                    while (head.indexOf("\r\n\r\n") < 0) {
                        head.append((char) in.read());
                    }
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\n" + header + "Content-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    after.set(in.readAllBytes());
                } catch (IOException closed) {
                    after.set(new byte[0]);
                }
            });
            goTo(server);
            assertFailed(run(), Stage.CREATE, false, FailureReason.TICKET_REFUSED);
            serving.join();
            assertThat(after.get()).isEmpty();
        }
    }

    /** What a server without any key can send for ever, before anybody has signed in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n|10000\r\n%s\r\n",
                "|HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 401 No\r\n|X: y\r\n"
            })
    void answerWithoutAnEndIsBrokenOff(String text) throws Exception {
        var parts = text.split("\\|", 2);
        var again = parts[1].formatted("x".repeat(0x10000)).getBytes(StandardCharsets.US_ASCII);
        try (var server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var written = new AtomicLong();
            var serving = Thread.startVirtualThread(() -> {
                try (var socket = server.accept()) {
                    var out = socket.getOutputStream();
                    out.write(parts[0].getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write(again);
                        written.addAndGet(again.length);
                    }
                } catch (IOException brokenOff) {
                    // as it should be
                }
            });
            goTo(server);
            assertThat(run())
                    .isInstanceOfSatisfying(
                            Ending.Failed.class,
                            failed -> assertThat(failed.failure().reason())
                                    .isIn(FailureReason.ANSWER_TOO_LARGE, FailureReason.CONNECTION_LOST));
            assertThat(serving.join(Duration.ofSeconds(10))).isTrue();
            assertThat(written).as("read, or on the way").hasValueLessThan(32_000_000);
        }
    }

    @Test
    void ticketThatAHostRefusesIsNoWrongPassword() throws Exception {
        host.inject(new Fault.TicketRefused());
        assertFailed(run(), Stage.CREATE, false, FailureReason.TICKET_REFUSED);
        host.clearFaults();
        host.inject(new Fault.KerberosNotOffered());
        assertFailed(run(), Stage.CREATE, false, FailureReason.SCHEME_NOT_OFFERED);
    }

    @ParameterizedTest
    @CsvSource({"400, TICKET_TOO_LARGE", "503, WINRM_STOPPED", "404, NOT_WINRM"})
    void serverThatIsNotThereForASignInSaysWhy(int status, FailureReason reason) throws Exception {
        host.inject(new Fault.HttpStatus(status));
        assertFailed(run(), Stage.CREATE, false, reason);
    }

    @Test
    void accountThatIsNoAdministratorIsToldSo() throws Exception {
        var nobody = network.domainAccount("svc-calmend-none");
        var ending = run(new RemoteCommand(
                HOST, HostAccount.withKeytab(nobody.principal(), nobody.keytab(), TransportKind.SEALED), "hostname"));
        assertFailed(ending, Stage.CREATE, false, FailureReason.ACCESS_DENIED);
    }

    @Test
    void hostThatInsistsOnABindingGetsOneOverHttps() throws Exception {
        trustTheNetwork();
        host.inject(new Fault.StrictBinding());
        close();
        transport = new WsManTransport(tls(), tickets, Duration.ofSeconds(20), 1_000_000);
        assertRan(run());
        assertThatThrownBy(() -> HostConnection.openUnbound(HOST, tls(), tickets.grantingTicket(account)))
                .isInstanceOf(HostRefusedSignInException.class);
    }

    private static Endpoint tls() {
        return new Endpoint(true, network.winRmPort(), "HTTP", Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    private static void trustTheNetwork() throws Exception {
        TrustForTests.only(network.authorityFile());
    }

    // ---- what it costs

    @Test
    void commandOnAKeptConnectionIsFourRequestsAndNothingElse() throws Exception {
        assertRan(run());
        network.resetTraffic();
        var asked = network.kdc().exchanges();

        assertRan(run());

        assertThat(network.traffic()).isEqualTo(new Traffic(0, 4));
        assertThat(network.kdc().exchanges() - asked).isZero();
    }

    @Test
    void commandOnANewConnectionIsOneRequestAndOneConnectionMore() throws Exception {
        assertRan(run());
        close();
        transport = new WsManTransport(sealed(), tickets, Duration.ofSeconds(20), 1_000_000);
        network.resetTraffic();
        var asked = network.kdc().exchanges();

        assertRan(run());

        assertThat(network.traffic()).isEqualTo(new Traffic(1, 5));
        assertThat(network.kdc().exchanges() - asked).isZero();
    }

    @Test
    void hostThatIsNewToTheAccountCostsOneTicket() throws Exception {
        assertRan(run());
        var asked = network.kdc().exchanges();
        var other = new RemoteCommand("pc-0422.corp.example", account, "hostname");
        assertThat(run(other)).isInstanceOf(Ending.Ran.class);
        assertThat(network.kdc().exchanges() - asked).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Message.class,
            names = {"CREATE", "COMMAND", "RECEIVE"})
    void shellThatWasLostIsClosedOverAnotherConnection(Message message) throws Exception {
        host.inject(new Fault.Dropped(message, Fault.Moment.AFTER_READING), When.once());
        assertThat(run()).isInstanceOf(Ending.Failed.class);
        assertThat(host.shells())
                .as("a shell whose name never came is left to the host")
                .isEqualTo(message == Message.CREATE ? 1 : 0);
    }

    @Test
    void keptConnectionThatDiesUnderTheFirstMessageIsReplaced() throws Exception {
        assertRan(run());
        host.inject(new Fault.Dropped(Message.CREATE, Fault.Moment.BEFORE_READING), When.once());
        assertRan(run());
        assertThat(host.commands()).hasSize(2);
    }

    @Test
    void fiftyCommandsAtOnceShareOneTicket() throws Exception {
        var threads = new ArrayList<Thread>();
        var ran = new AtomicInteger();
        var ended = new CountDownLatch(50);
        for (var i = 0; i < 50; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                if (transport.run(new RemoteCommand(HOST, account, "hostname"), () -> {}, ended::countDown)
                        instanceof Ending.Ran) {
                    ran.incrementAndGet();
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(ran).hasValue(50);
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void answerOfTooManyBytesIsNotKept() throws Exception {
        network.runOn(HOST, (_, _) -> new CommandEngine.Output(new byte[2_000_000], new byte[0], 0));
        assertThat(run())
                .isInstanceOfSatisfying(
                        Ending.Ran.class,
                        made -> assertThat(made.output().tooLarge()).isTrue());
    }

    @Test
    void brokenConnectionSaysNothingOfTheCommand() throws IOException {
        assertThat(new RemoteCommand(HOST, account, "a secret line").toString())
                .doesNotContain("secret")
                .doesNotContain("svc-calmend");
    }
}
