package io.calmend.remote.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.calmend.QuietLibraries;
import io.calmend.audit.AuditEvent;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.host.OfRegistry;
import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.registry.TreeTarget;
import io.calmend.remote.Answer;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.remote.accounts.TrustedCertificates;
import io.calmend.remote.transport.TransportKind;
import io.calmend.simulator.CommandKind;
import io.calmend.simulator.Fault;
import io.calmend.simulator.Fault.Moment;
import io.calmend.simulator.Message;
import io.calmend.simulator.Names;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.Traffic;
import io.calmend.simulator.When;
import io.calmend.simulator.WsManFault;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/** What everybody may rely on at the gateway, whichever way a command goes. */
@ParameterizedClass
@EnumSource(TransportKind.class)
class WinRmGatewayTest {

    private static final Observation OBSERVATION = OfRegistry.observation(MsLicensing.BOTH_VIEWS, true);
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String LOCAL_ACCOUNT = "calmend-ws";
    private static final String LOCAL_PASSWORD = "Tr7-workstations";

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static Properties before;

    @Parameter
    TransportKind transport;

    private String account;
    private String password;
    private Parts parts;
    private WinRmGateway gateway;
    private final ManagedHost pc = ManagedHosts.named("PC-0421");

    @BeforeAll
    static void start() throws Exception {
        before = (Properties) System.getProperties().clone();
        network = SimulatedNetwork.start(folder, Clock.systemUTC(), 40);
        // known to the directory and to the KDC, but somewhere else; names are remembered for a while once they were
        // asked for
        Names.add("pc-10039.corp.example", ELSEWHERE);
        TrustedCertificates.trust(network.authorityFile());
        QuietLibraries.quieten((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    @AfterAll
    static void stop() {
        network.close();
        for (var name : List.of("trustStore", "trustStoreType", "trustStorePassword")) {
            var property = "javax.net.ssl." + name;
            if (before.getProperty(property) == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before.getProperty(property));
            }
        }
    }

    @BeforeEach
    void fresh() {
        network.reset();
        var domain = network.domainAccount("svc-calmend-c");
        account = transport == TransportKind.OVERTHERE ? LOCAL_ACCOUNT : domain.principal();
        password = transport == TransportKind.OVERTHERE ? LOCAL_PASSWORD : domain.password();
        open(Duration.ofSeconds(20), password);
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private void open(Duration timeout, String itsPassword) {
        if (parts != null) {
            parts.close();
        }
        parts = new Parts(
                Parts.settings(
                        network,
                        timeout,
                        Parts.tier(Parts.WORKSTATIONS, account, Parts.secret(folder, itsPassword), transport)),
                Clock.systemUTC());
        gateway = parts.gateway();
    }

    @Test
    void overthereTakesOneConnectionToTheHostForACommandAndIsAskedOnceWhoItIs() throws Exception {
        assumeTrue(transport == TransportKind.OVERTHERE, "the others keep their connections by themselves");
        network.resetTraffic();
        observed(pc);
        awaitNoShell("PC-0421");
        assertThat(network.traffic())
                .as("create twice, command, receive, delete")
                .isEqualTo(new Traffic(1, 5));
    }

    // ---- looking

    @Test
    void observationShowsBothViewsAndWhatTheHostSaysOfItself() throws Exception {
        var observed = observed(pc);
        assertThat(observed.state().trees()).extracting(ObservedTree::target).isEqualTo(MsLicensing.BOTH_VIEWS);
        assertThat(observed.state().trees().getFirst().tree()).isInstanceOf(KeyState.Present.class);
        assertThat(observed.facts().name()).isEqualTo("PC-0421");
        assertThat(observed.facts().operatingSystem()).startsWith("Windows 11");
        assertThat(observed.facts().events()).isNotEmpty();
        assertThat(network.host("PC-0421").commands()).hasSize(1);
        awaitNoShell("PC-0421");
    }

    @Test
    void everyKindOfValueAndEveryNameComesThroughTheWire() {
        var host = ManagedHosts.named("PC-0436");
        for (var tree : observed(host).state().trees()) {
            assertThat(tree.tree())
                    .isEqualTo(network.host("PC-0436").observe(tree.target()).tree());
        }
    }

    @Test
    void keyThatNobodyMayReadIsNamed() {
        var tree = (KeyState.Present) observed(ManagedHosts.named("PC-0427"))
                .state()
                .trees()
                .getFirst()
                .tree();
        assertThat(below(tree)).anyMatch(key -> key instanceof KeyState.Unreadable);
    }

    @ParameterizedTest
    @CsvSource({
        "PC-0429, CONNECTION_REFUSED",
        "PC-0431, TLS_WRONG_NAME",
        "PC-0433, ACCESS_DENIED",
        "PC-0435, LANGUAGE_MODE",
        "PC-0777, NAME_NOT_RESOLVED"
    })
    void whyAHostCannotBeObservedIsTold(String name, FailureReason reason) throws Exception {
        assumeTrue(
                transport != TransportKind.SEALED || reason != FailureReason.TLS_WRONG_NAME, "there is no certificate");
        assertThat(gateway.observe(ManagedHosts.named(name), OBSERVATION))
                .isInstanceOfSatisfying(
                        ObservationResult.NotObserved.class,
                        not -> assertThat(not.reason()).isEqualTo(reason));
        if (!name.equals("PC-0429") && !name.equals("PC-0777")) {
            awaitNoShell(name);
        }
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED, TLS_EXPIRED", "UNTRUSTED, TLS_UNTRUSTED", "OF_ANOTHER_HOST, TLS_WRONG_NAME"})
    void certificateThatIsNotInOrderStopsEverything(Fault.WrongCertificate.Certificate kind, FailureReason reason) {
        assumeTrue(transport != TransportKind.SEALED, "there is no certificate");
        network.host("PC-0421").inject(new Fault.WrongCertificate(kind));
        assertThat(notObserved(pc)).isEqualTo(reason);
        assertThat(change(pc, List.of())).isInstanceOf(Answer.NeverSent.class);
        assertThat(network.host("PC-0421").commands()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ACCESS_DENIED, ACCESS_DENIED",
        "REMOTE_SHELL_NOT_ALLOWED, REMOTE_SHELL_REFUSED",
        "TOO_MANY_SHELLS, HOST_QUOTA",
        "TOO_MANY_SHELLS_OF_USER, HOST_QUOTA",
        "TOO_MANY_OPERATIONS, HOST_TOO_BUSY",
        "TOO_MANY_USERS, HOST_QUOTA",
        "TOO_LARGE, HOST_REFUSED"
    })
    void whyNoShellIsOpenedIsAskedForAgain(WsManFault fault, FailureReason reason) {
        network.host("PC-0421").inject(new Fault.Refused(Message.CREATE, fault));
        assertThat(notObserved(pc)).isEqualTo(reason);
    }

    @Test
    void anotherWebServerIsNoHost() {
        network.host("PC-0421").inject(new Fault.NotWinRm());
        assertThat(notObserved(pc)).isEqualTo(FailureReason.NOT_WINRM);
    }

    @ParameterizedTest
    @CsvSource({
        "OVERSIZED, ANSWER_TOO_LARGE",
        "TRUNCATED, ANSWER_MALFORMED",
        "NO_MARKS, SCRIPT_FAILED",
        "NOT_JSON, ANSWER_MALFORMED",
        "WRONG_DIGEST, ANSWER_MALFORMED"
    })
    void answerThatIsNoneIsNotBelieved(Fault.BadOutput.Kind kind, FailureReason reason) throws Exception {
        network.host("PC-0421").inject(new Fault.BadOutput(kind));
        assertThat(notObserved(pc)).isEqualTo(reason);
        awaitNoShell("PC-0421");
    }

    @Test
    void hostThatSaysNothingIsGivenUpInTime() throws Exception {
        open(Duration.ofSeconds(5), password);
        network.host("PC-0421").inject(new Fault.Held(Fault.Pause.BEFORE_EXECUTING));
        assertThat(notObserved(pc)).isEqualTo(FailureReason.TIMED_OUT);
        awaitNoShell("PC-0421");
    }

    @Test
    void interruptEndsTheCommandOnTheHost() throws Exception {
        network.host("PC-0421").inject(new Fault.Held(Fault.Pause.BEFORE_EXECUTING));
        var result = new CompletableFuture<ObservationResult>();
        var flag = new CompletableFuture<Boolean>();
        var thread = Thread.ofPlatform().start(() -> {
            result.complete(gateway.observe(pc, OBSERVATION));
            flag.complete(Thread.currentThread().isInterrupted());
        });
        assertThat(network.host("PC-0421").awaitHeld(Duration.ofSeconds(10))).isTrue();
        thread.interrupt();
        assertThat(result.get(10, TimeUnit.SECONDS))
                .isEqualTo(new ObservationResult.NotObserved(FailureReason.CANCELLED, ""));
        assertThat(flag.get(1, TimeUnit.SECONDS)).isTrue();
        awaitNoShell("PC-0421");
    }

    @Test
    void interruptWhileTheShellIsOpenedSendsNothing() throws Exception {
        // a host of its own: the message is looked at long after the test
        var slow = ManagedHosts.named("PC-0424");
        network.host("PC-0424").inject(new Fault.Slow(Duration.ofSeconds(8)));
        var result = new CompletableFuture<Answer>();
        var thread = Thread.ofPlatform().start(() -> result.complete(change(slow, List.of())));
        assertThatThrownBy(() -> result.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        thread.interrupt();
        assertThat(result.get(6, TimeUnit.SECONDS)).isEqualTo(new Answer.NeverSent(FailureReason.CANCELLED, ""));
    }

    @Test
    void moreCommandsThanAHostMayGetWaitAndThenAreRefused() throws Exception {
        observed(pc);
        network.host("PC-0421").inject(new Fault.Held(Fault.Pause.BEFORE_EXECUTING));
        var running = new ArrayList<CompletableFuture<ObservationResult>>();
        for (var i = 0; i < 2; i++) {
            running.add(
                    CompletableFuture.supplyAsync(() -> gateway.observe(pc, OBSERVATION), Thread.ofVirtual()::start));
        }
        awaitCommands("PC-0421", 3);
        assertThat(notObserved(pc)).isEqualTo(FailureReason.PORTAL_LIMIT);
        observed(ManagedHosts.named("PC-0422"));
        network.host("PC-0421").release();
        for (var one : running) {
            assertThat(one.get(10, TimeUnit.SECONDS)).isInstanceOf(ObservationResult.Observed.class);
        }
        observed(pc);
    }

    // ---- changing

    @Test
    void changeIsMadeOnceAndASecondDeliveryChangesNothing() {
        var observed = observed(pc);
        var change = deletion(observed);
        assertThat(gateway.change(pc, change)).isInstanceOfSatisfying(Answer.Ended.class, ended -> {
            assertThat(ended.allDone()).isTrue();
            assertThat(ended.digests())
                    .isEqualTo(observed(pc).state().trees().stream()
                            .map(ObservedTree::digest)
                            .toList());
        });
        assertThat(gateway.change(pc, change)).isInstanceOf(Answer.Differs.class);
    }

    @Test
    void changeAfterItsDeadlineChangesNothing() {
        var observed = observed(pc);
        var late = OfRegistry.apply(
                new ExecutionId(1),
                observed.at().minusSeconds(1),
                deletion(observed).expected(),
                OfRegistry.registry(deletion(observed).changes()));
        assertThat(gateway.change(pc, late)).isEqualTo(new Answer.Late());
        assertThat(observed(pc).state().trees()).isEqualTo(observed.state().trees());
    }

    @Test
    void commandThatThePortalItselfCannotWriteIsNeverSent() {
        var unspeakable = OfRegistry.apply(new ExecutionId(1), Instant.MAX, List.of(), List.of());

        assertThat(gateway.change(pc, unspeakable))
                .isInstanceOfSatisfying(
                        Answer.NeverSent.class,
                        never -> assertThat(never.reason()).isEqualTo(FailureReason.PORTAL_FAILED));
    }

    /** The heart of "never sent" and "outcome unknown": the connection breaks at each message in each transport. */
    @ParameterizedTest
    @CsvSource({
        "CREATE, BEFORE_READING, false",
        "CREATE, AFTER_READING, false",
        "COMMAND, BEFORE_READING, true",
        "COMMAND, AFTER_READING, true",
        "COMMAND, AFTER_EXECUTING, true",
        "RECEIVE, BEFORE_READING, true",
        "RECEIVE, AFTER_READING, true",
        "RECEIVE, AFTER_EXECUTING, true"
    })
    void connectionThatBreaksIsNeverSentBeforeTheCommandAndUnknownFromThereOn(
            Message message, Moment moment, boolean sent) {
        var change = deletion(observed(pc));
        network.host("PC-0421").inject(new Fault.Dropped(message, moment));
        var answer = gateway.change(pc, change);
        if (sent) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.OutcomeUnknown.class,
                            unknown -> assertThat(unknown.reason()).isEqualTo(FailureReason.CONNECTION_LOST));
        } else {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.NeverSent.class,
                            never -> assertThat(never.reason()).isEqualTo(FailureReason.CONNECTION_LOST));
            assertThat(network.host("PC-0421").commands()).noneMatch(command -> command.verb() == CommandKind.CHANGE);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SIGNAL", "DELETE"})
    void answerThatCameWholeIsBelievedThoughTheShellCannotBeClosed(Message message) {
        network.host("PC-0421").inject(new Fault.Dropped(message, Moment.BEFORE_READING));
        assertThat(gateway.change(pc, deletion(observed(pc)))).isInstanceOf(Answer.Ended.class);
    }

    @ParameterizedTest
    @CsvSource({"CREATE, false", "COMMAND, true", "RECEIVE, true"})
    void garbledOrRefusedMessagesAreDistinguishedLikewise(Message message, boolean sent) {
        var change = deletion(observed(pc));
        for (var fault : List.of(new Fault.Garbled(message), new Fault.Refused(message, WsManFault.ABORTED))) {
            network.host("PC-0421").clearFaults();
            network.host("PC-0421").inject(fault);
            assertThat(gateway.change(pc, change))
                    .isInstanceOf(sent ? Answer.OutcomeUnknown.class : Answer.NeverSent.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unusableAnswerToAChangeLeavesTheOutcomeUnknown(Fault.BadOutput.Kind kind) {
        var change = deletion(observed(pc));
        network.host("PC-0421").inject(new Fault.BadOutput(kind));
        assertThat(gateway.change(pc, change))
                .satisfiesAnyOf(
                        answer -> assertThat(answer).isInstanceOf(Answer.OutcomeUnknown.class),
                        // a digest afterwards that fits nothing is only noticed by the observation that follows
                        answer -> assertThat(kind).isEqualTo(Fault.BadOutput.Kind.WRONG_DIGEST));
    }

    @Test
    void changeOrObservationOutsideTheAllowListIsABug() {
        var outside = RegistryPath.of("SOFTWARE\\Microsoft\\Windows");
        assertThatThrownBy(() -> change(
                        pc, List.of(new RegistryChange.DeleteKeys(RegistryView.REGISTRY64, outside, List.of("x")))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> gateway.observe(
                        pc,
                        OfRegistry.observation(List.of(new TreeTarget(RegistryView.REGISTRY64, outside, 1)), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(network.host("PC-0421").commands()).isEmpty();
    }

    @Test
    void nameWithNulIsRefusedWithAReason() {
        var change = new RegistryChange.DeleteValue(RegistryView.REGISTRY64, MsLicensing.STORE, "a\0b");
        assertThat(change(pc, List.of(change)))
                .isInstanceOfSatisfying(
                        Answer.NeverSent.class,
                        never -> assertThat(never.reason()).isEqualTo(FailureReason.TEXT_WITH_CONTROL_CHARACTERS));
        assertThat(network.host("PC-0421").commands()).isEmpty();
    }

    // ---- accounts

    @Test
    void rejectedPasswordStopsTheAccountAfterOneTry() {
        open(Duration.ofSeconds(20), "wrong");
        assertThat(notObserved(pc)).isEqualTo(FailureReason.SIGN_IN_REJECTED);
        assertThat(parts.accounts().stopped(Actor.PORTAL))
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.account()).isEqualTo(account));
        assertThat(parts.auditLog).hasSize(1).first().isInstanceOf(AuditEvent.AccountStopped.class);

        network.host("PC-0422").inject(new Fault.NotWinRm());
        assertThat(notObserved(ManagedHosts.named("PC-0422")))
                .isEqualTo(
                        transport == TransportKind.OVERTHERE ? FailureReason.NOT_WINRM : FailureReason.ACCOUNT_STOPPED);
        assertThat(change(pc, List.of())).isEqualTo(new Answer.NeverSent(FailureReason.ACCOUNT_STOPPED, account));
    }

    @Test
    void hostThatDoesNotOfferTheSchemeStopsNoAccount() {
        network.host("PC-0421")
                .inject(
                        transport == TransportKind.OVERTHERE
                                ? new Fault.BasicNotOffered()
                                : new Fault.KerberosNotOffered());
        assertThat(notObserved(pc)).isEqualTo(FailureReason.SCHEME_NOT_OFFERED);
        assertThat(parts.accounts().stopped(Actor.PORTAL)).isEmpty();
        assertThat(parts.auditLog).isEmpty();
    }

    /** 500 hosts at once must not try a wrong password 500 times. */
    @Test
    void wrongPasswordOfADomainIsTriedByOneCommandOnly() {
        assumeTrue(transport != TransportKind.OVERTHERE, "an account of the host itself is another one on each");
        open(Duration.ofSeconds(20), "wrong");
        var names = List.of("PC-0421", "PC-0422", "PC-0423", "PC-0424", "PC-0425", "PC-0426", "PC-0441");
        names.forEach(name -> network.host(name).inject(new Fault.Slow(Duration.ofMillis(50))));
        var reasons = names.stream()
                .map(name -> CompletableFuture.supplyAsync(
                        () -> notObserved(ManagedHosts.named(name)), Thread.ofVirtual()::start))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        var expected = new ArrayList<>(Collections.nCopies(names.size() - 1, FailureReason.ACCOUNT_STOPPED));
        expected.add(FailureReason.SIGN_IN_REJECTED);
        assertThat(reasons).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(parts.auditLog).hasSize(1);
    }

    @Test
    void hostThatNeverFinishesItsHandshakeKeepsNobodyWaiting() throws Exception {
        var port = transport == TransportKind.SEALED ? network.sealedPort() : network.winRmPort();
        try (var silent = new ServerSocket(port, 1, InetAddress.ofLiteral(ELSEWHERE))) {
            silent.setSoTimeout(10_000);
            var first = CompletableFuture.supplyAsync(
                    () -> notObserved(ManagedHosts.named("PC-10039")), Thread.ofVirtual()::start);
            try (var _ = silent.accept()) {
                observed(pc);
                assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(FailureReason.TIMED_OUT);
            }
        }
        assertThat(parts.accounts().stopped(Actor.PORTAL)).isEmpty();
    }

    @Test
    void silentKdcIsNotTakenForASlowComputer() {
        assumeTrue(transport != TransportKind.OVERTHERE, "a local account needs no KDC");
        open(Duration.ofSeconds(6), password);
        network.kdc().delay(Duration.ofSeconds(30));
        assertThat(notObserved(pc)).isEqualTo(FailureReason.KDC_UNREACHABLE);
        assertThat(parts.accounts().stopped(Actor.PORTAL)).isEmpty();
    }

    @Test
    void hostThatForgesAKdcsErrorStopsNoAccount() {
        assumeTrue(transport != TransportKind.OVERTHERE, "a local account needs no KDC");
        network.host("PC-0421").inject(new Fault.ForgedKerberosError(24));
        assertThat(notObserved(pc)).isEqualTo(FailureReason.TICKET_REFUSED);
        assertThat(parts.accounts().stopped(Actor.PORTAL)).isEmpty();
        observed(ManagedHosts.named("PC-0422"));
    }

    @Test
    void databaseThatFailsOnTheWayToAHostBlocksNeitherHostNorAccount() {
        for (var i = 0; i < 3; i++) {
            // which account it is, but no more whether it may be tried
            parts.databaseAnswers(1);
            assertThatThrownBy(() -> gateway.observe(pc, OBSERVATION))
                    .isInstanceOf(DataAccessResourceFailureException.class);
        }
        parts.databaseAnswers(Integer.MAX_VALUE);
        observed(pc);
    }

    @Test
    void hostOfNoTierIsNotAsked() {
        var elsewhere = ManagedHosts.in("OU=Elsewhere,DC=corp,DC=example", "PC-0421");
        assertThat(notObserved(elsewhere)).isEqualTo(FailureReason.NO_TIER);
        assertThat(network.host("PC-0421").commands()).isEmpty();
    }

    // ---- secrets

    /** Overthere's exceptions hold the whole request, and it logs commands: nothing of either may come out. */
    @Test
    void neitherCommandNorPasswordGetsIntoLogsOrDetails() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        root.addAppender(lines);
        // all that an operator can ask for
        var loud = Stream.of("ROOT", "com.xebialabs", "org.apache.http", "org.apache.http.wire", "org.apache.hc")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        loud.forEach(logger -> logger.setLevel(Level.TRACE));
        try {
            var change = deletion(observed(pc));
            var details = new ArrayList<String>();
            for (var message : List.of(Message.CREATE, Message.COMMAND, Message.RECEIVE, Message.DELETE)) {
                for (var fault : List.of(
                        new Fault.Dropped(message, Moment.AFTER_READING),
                        new Fault.Garbled(message),
                        new Fault.Refused(message, WsManFault.ABORTED))) {
                    network.host("PC-0421").clearFaults();
                    network.host("PC-0421").inject(fault, When.once());
                    details.add(gateway.change(pc, change).toString());
                }
            }
            network.host("PC-0421").inject(new Fault.WrongPassword());
            details.add(gateway.observe(pc, OBSERVATION).toString());
            for (var line : lines.list) {
                var proxy = line.getThrowableProxy();
                details.add(line.getFormattedMessage() + (proxy == null ? "" : ThrowableProxyUtil.asString(proxy)));
            }
            assertThat(details)
                    .isNotEmpty()
                    .allSatisfy(detail -> assertThat(detail)
                            .doesNotContain(
                                    password,
                                    basic(account + ":" + password),
                                    "Negotiate YI",
                                    "$Calmend",
                                    "powershell",
                                    "Envelope",
                                    "Authorization",
                                    "deleteKeys"));
        } finally {
            root.setLevel(before);
            loud.stream().filter(logger -> logger != root).forEach(logger -> logger.setLevel(null));
            root.detachAppender(lines);
        }
    }

    private static String basic(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    // ---- words of these tests

    private ObservationResult.Observed observed(ManagedHost host) {
        var observationResult = gateway.observe(host, OBSERVATION);
        assertThat(observationResult).isInstanceOf(ObservationResult.Observed.class);
        return (ObservationResult.Observed) observationResult;
    }

    private FailureReason notObserved(ManagedHost host) {
        var observationResult = gateway.observe(host, OBSERVATION);
        assertThat(observationResult).isInstanceOf(ObservationResult.NotObserved.class);
        return ((ObservationResult.NotObserved) observationResult).reason();
    }

    private Answer change(ManagedHost host, List<RegistryChange> changes) {
        return gateway.change(
                host, OfRegistry.apply(new ExecutionId(1), Instant.now().plusSeconds(60), List.of(), changes));
    }

    private static HostCommand.Apply deletion(ObservationResult.Observed observed) {
        return OfRegistry.apply(
                new ExecutionId(1),
                observed.at().plusSeconds(60),
                observed.state().trees().stream()
                        .map(tree -> OfRegistry.expectation(tree.target(), tree.digest()))
                        .toList(),
                List.of(
                        new RegistryChange.DeleteKeys(
                                RegistryView.REGISTRY64, MsLicensing.STORE, List.of("LICENSE000")),
                        new RegistryChange.SetValue(
                                RegistryView.REGISTRY64,
                                MsLicensing.STORE,
                                RegistryValue.text("two  blanks", "%x% \"y\""))));
    }

    private static List<KeyState> below(KeyState key) {
        var all = new ArrayList<KeyState>(List.of(key));
        if (key instanceof KeyState.Present present) {
            present.keys().forEach(child -> all.addAll(below(child)));
        }
        return all;
    }

    private static void awaitNoShell(String host) throws InterruptedException {
        await(() -> network.host(host).shells() == 0);
    }

    private static void awaitCommands(String host, int count) throws InterruptedException {
        await(() -> network.host(host).commands().size() == count);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
