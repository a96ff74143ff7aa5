package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calmend.peers.Peers;
import io.calmend.peers.SambaDomain;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets from a real KDC, and what is said when there is none. */
@Tag("peers")
class KerberosTicketsIT {

    private static final String PASSWORD = "Passw0rd!1";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String HOST = "pc-0421.corp.example";

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        SambaDomain.startFor(KerberosTicketsIT.class);
    }

    @Test
    void passwordGetsATicketThatHoldsForHours() throws Exception {
        try (var tickets = tickets()) {
            var ticket = tickets.grantingTicket(account("svc-calmend-c"));

            assertThat(ticket.until()).isAfter(Instant.now().plus(Duration.ofHours(4)));
            assertThat(tickets.grantingTicket(account("SVC-calmend-c"))).isSameAs(ticket);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"svc-calmend-c", "svc-calmend-s", "svc-calmend-none"})
    void keytabDoesAsWell(String name) throws Exception {
        try (var tickets = tickets()) {
            var ticket = tickets.grantingTicket(withKeytab(name, SambaDomain.keytab(name)));

            assertThat(ticket.to("HTTP", HOST).askForTicket()).isEqualTo("AES-256");
            assertThat(ticket.to("WSMAN", "pc-0429.corp.example").askForTicket())
                    .isEqualTo("AES-256");
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            svc-nobody,  ACCOUNT_UNKNOWN,      Kerberos 6:
            dave,        ACCOUNT_DISABLED,     Kerberos 18:
            lou,         ACCOUNT_DISABLED,     Kerberos 18:
            erin,        ACCOUNT_DISABLED,     Kerberos 18:
            mary,        PASSWORD_EXPIRED,     Kerberos 23:
            frank,       PASSWORD_EXPIRED,     Kerberos 23:
            svc-old,     NO_COMMON_ENCRYPTION, Kerberos 14:
            """)
    void accountThatMayNotSignInIsDistinguished(String name, FailureReason reason, String detail) {
        try (var tickets = tickets()) {
            var refused = refused(tickets, account(name));

            assertThat(refused.failure().reason())
                    .as(refused.failure().detail())
                    .isEqualTo(reason);
            assertThat(refused.failure().detail()).startsWith(detail).doesNotContain("\n", PASSWORD);
            assertThat(refused.passwordRejected()).isFalse();
        }
    }

    @Test
    void wrongPasswordIsTriedOnceHoweverManyWantIt() throws Exception {
        try (var proxy = new KdcProxy(SambaDomain.ADDRESS);
                var tickets = tickets(proxy.configuration(folder))) {
            var before = badPasswords("svc-calmend-s");
            var wrong = account("svc-calmend-s", "not this one");

            var refusals = atOnce(20, () -> refused(tickets, wrong));

            assertThat(refusals).allSatisfy(refusal -> {
                assertThat(refusal.failure().reason()).isEqualTo(FailureReason.SIGN_IN_REJECTED);
                assertThat(refusal.failure().detail()).startsWith("Kerberos 24:");
                assertThat(refusal.passwordRejected()).isTrue();
            });
            // the first question is without a password: the KDC answers how it wants it
            assertThat(proxy.questions()).isEqualTo(2);
            assertThat(refused(tickets, wrong).passwordRejected()).isTrue();
            tickets.grantingTicket(account("svc-calmend-s"));
            assertThat(refused(tickets, wrong).passwordRejected()).isTrue();
            assertThat(proxy.questions()).isEqualTo(4);
            assertThat(badPasswords("svc-calmend-s")).isBetween(before, before + 1);

            tickets.forget(wrong.name());
            refused(tickets, wrong);
            assertThat(proxy.questions()).isEqualTo(6);
        }
    }

    @Test
    void accountThatWasLockedIsAskedForAgainAfterAWhile() throws Exception {
        var clock = new HandClock();
        try (var proxy = new KdcProxy(SambaDomain.ADDRESS);
                var tickets = new TicketCache(proxy.configuration(folder), clock, TIMEOUT)) {
            refused(tickets, account("lou"));
            var asked = proxy.questions();
            refused(tickets, account("lou"));
            assertThat(proxy.questions()).isEqualTo(asked);

            clock.now = clock.now.plus(Duration.ofMinutes(6));
            refused(tickets, account("lou"));
            assertThat(proxy.questions()).isGreaterThan(asked);
        }
    }

    @Test
    void keytabWithoutAKeyForTheAccountIsNoWrongPasswordAndAsksNobody() throws Exception {
        var broken = Files.write(folder.resolve("broken.keytab"), new byte[] {5, 2, 0, 0});
        try (var proxy = new KdcProxy(SambaDomain.ADDRESS);
                var tickets = tickets(proxy.configuration(folder))) {
            for (var keytab : List.of(SambaDomain.keytab("svc-calmend-s"), broken)) {
                var refused = refused(tickets, withKeytab("svc-calmend-c", keytab));
                assertThat(refused.failure().reason()).isEqualTo(FailureReason.ACCOUNT_UNAVAILABLE);
                assertThat(refused.failure().detail()).isEqualTo("Kerberos: no AES key for the account in its keytab");
                assertThat(refused.passwordRejected()).isFalse();
            }
            assertThat(proxy.questions()).isZero();

            // fixed: Java sees by its time that the file is another one
            Files.copy(SambaDomain.keytab("svc-calmend-c"), broken, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(broken, FileTime.from(Instant.now().minusSeconds(60)));
            assertThat(tickets.grantingTicket(withKeytab("svc-calmend-c", broken))
                            .until())
                    .isAfter(Instant.now());
        }
    }

    @Test
    void keytabWithOldKeysIsAWrongPassword() throws Exception {
        try (var tickets = tickets()) {
            var old = Files.write(folder.resolve("old.keytab"), withOtherKeys(SambaDomain.keytab("svc-calmend-c")));
            var refused = refused(tickets, withKeytab("svc-calmend-c", old));
            assertThat(refused.failure().detail()).startsWith("Kerberos 24:");
            assertThat(refused.passwordRejected()).isTrue();
        }
    }

    /** A key in a keytab ends 8 bytes before its entry does: the long version number and flags follow. */
    private static byte[] withOtherKeys(Path keytab) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(keytab));
        var at = 2;
        while (at + 4 < bytes.limit()) {
            var length = bytes.getInt(at);
            at += 4 + length;
            bytes.put(at - 12, (byte) ~bytes.get(at - 12));
        }
        return bytes.array();
    }

    @Test
    void serviceThatNobodyRegisteredIsUnknown() throws Exception {
        try (var tickets = tickets()) {
            var ticket = tickets.grantingTicket(account("svc-calmend-c"));

            assertThatThrownBy(() -> ticket.to("WSMAN", "nowhere.corp.example").askForTicket())
                    .isInstanceOfSatisfying(KerberosRefusedException.class, refused -> {
                        assertThat(refused.failure().reason()).isEqualTo(FailureReason.SERVICE_UNKNOWN);
                        assertThat(refused.failure().detail()).startsWith("Kerberos 7:");
                        assertThat(refused.passwordRejected()).isFalse();
                    });
        }
    }

    @Test
    void clockThatIsAnHourSlowIsNamed() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/faketime"))) {
            Peers.leaveOut(KerberosTicketsIT.class, "faketime is not installed");
        }
        var process = new ProcessBuilder(
                        "/usr/bin/faketime",
                        "-f",
                        "-1h",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TicketProcess.class.getName(),
                        SambaDomain.kerberosConfiguration().toString(),
                        "svc-calmend-c@CORP.EXAMPLE",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("CLOCK_SKEW", "Kerberos 37: Clock skew too great");
    }

    @Test
    void kdcThatIsNotThereIsNamedAtOnce() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        try (var tickets = tickets(KdcProxy.configuration(folder, "CORP.EXAMPLE", port))) {
            var refused = refused(tickets, account("svc-calmend-c"));

            assertThat(refused.failure().reason()).isEqualTo(FailureReason.KDC_UNREACHABLE);
            assertThat(refused.failure().detail()).isEqualTo("Kerberos: ConnectException: Connection refused");
        }
    }

    @Test
    void silentKdcKeepsNobodyLongerThanTheTimeout() throws Exception {
        try (var proxy = new KdcProxy("");
                var tickets = new TicketCache(proxy.configuration(folder), Clock.systemUTC(), Duration.ofMillis(700))) {
            var began = System.nanoTime();
            var refusals = atOnce(20, () -> refused(tickets, account("svc-calmend-c")));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1_700));
            assertThat(refusals)
                    .allSatisfy(
                            refusal -> assertThat(refusal.failure().reason()).isEqualTo(FailureReason.KDC_UNREACHABLE));
            assertThat(proxy.questions()).isEqualTo(1);
        }
    }

    @Test
    void silentKdcKeepsNobodyWhoHasATicketEither() throws Exception {
        TicketGrantingTicket ticket;
        try (var tickets =
                new TicketCache(SambaDomain.kerberosConfiguration(), Clock.systemUTC(), Duration.ofSeconds(2))) {
            ticket = tickets.grantingTicket(account("svc-calmend-c"));
        }
        try (var proxy = new KdcProxy("");
                var silent = new TicketCache(proxy.configuration(folder), Clock.systemUTC(), Duration.ofMillis(100))) {
            // Java reads its configuration when it logs in
            refused(silent, account("svc-calmend-s"));
            var began = System.nanoTime();

            assertThatThrownBy(() -> ticket.to("HTTP", HOST).askForTicket())
                    .isInstanceOfSatisfying(
                            KerberosRefusedException.class,
                            refused -> assertThat(refused.failure().reason()).isEqualTo(FailureReason.KDC_UNREACHABLE));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void realmThatIsNotInTheConfigurationIsNamed() {
        try (var tickets = tickets(KdcProxy.configuration(folder, "ELSEWHERE.EXAMPLE", 88))) {
            var refused = refused(tickets, account("svc-calmend-c"));

            assertThat(refused.failure().reason()).isEqualTo(FailureReason.KDC_UNKNOWN);
            assertThat(refused.failure().detail()).startsWith("Kerberos: ").contains("CORP.EXAMPLE");
        }
    }

    @Test
    void ticketIsRenewedShortlyBeforeItsEnd() throws Exception {
        var clock = new HandClock();
        try (var proxy = new KdcProxy(SambaDomain.ADDRESS);
                var tickets = new TicketCache(proxy.configuration(folder), clock, TIMEOUT)) {
            var first = tickets.grantingTicket(account("svc-calmend-c"));
            clock.now = first.until().minus(Duration.ofMinutes(6));
            assertThat(tickets.grantingTicket(account("svc-calmend-c"))).isSameAs(first);
            assertThat(proxy.questions()).isEqualTo(2);

            clock.now = first.until().minus(Duration.ofMinutes(4));
            var logged = atOnce(20, () -> tickets.grantingTicket(account("svc-calmend-c")));

            assertThat(logged).doesNotContain(first);
            assertThat(proxy.questions()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void newPasswordIsUsedAtOnceAndForgottenTicketsAreAskedForAgain() throws Exception {
        try (var tickets = tickets()) {
            var byPassword = tickets.grantingTicket(account("svc-calmend-c"));
            var byKeytab = tickets.grantingTicket(withKeytab("svc-calmend-c", SambaDomain.keytab("svc-calmend-c")));
            assertThat(byKeytab).isNotSameAs(byPassword);
            assertThat(tickets.grantingTicket(account("svc-calmend-c"))).isNotSameAs(byPassword);

            var before = tickets.grantingTicket(account("svc-calmend-s"));
            tickets.forget(account("svc-calmend-s").name());
            assertThat(tickets.grantingTicket(account("svc-calmend-s"))).isNotSameAs(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2.840.113554.1.2.2, HTTP", "1.3.6.1.5.5.2, HTTP", "1.3.6.1.5.5.2, WSMAN"})
    void independentKerberosAcceptsTheContextAndItsBinding(String mechanism, String service) throws Exception {
        var certificate = certificate();
        var bound = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
        var binding = HexFormat.of().formatHex(bound)
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        try (var tickets = tickets()) {
            var ticket = tickets.grantingTicket(account("svc-calmend-c")).to(service, HOST);

            var context = ticket.context(new Oid(mechanism), certificate);
            var answer = accepted(ticket.step(context, new byte[0]), binding);
            assertThat(answer).hasSize(3).contains("svc-calmend-c@CORP.EXAMPLE", "bound");
            ticket.step(context, Base64.getDecoder().decode(answer.getFirst()));

            assertThat(context.isEstablished()).isTrue();
            assertThat(context.getMutualAuthState()).isTrue();
            assertThat(context.getConfState()).isTrue();
            assertThat(context.getIntegState()).isTrue();
            assertThat(context.getReplayDetState()).isTrue();
            assertThat(context.getSequenceDetState()).isTrue();
            assertThat(context.getCredDelegState()).isFalse();

            var unbound = ticket.context(new Oid(mechanism), null);
            assertThat(accepted(ticket.step(unbound, new byte[0]), binding)).contains("unbound");
            var toAnother = ticket.context(new Oid(mechanism), certificate());
            assertThat(String.join(" ", accepted(ticket.step(toAnother, new byte[0]), binding)))
                    .contains("refused");
        }
    }

    @Test
    void nothingHoldsACarrierWhileTheKdcIsAsked() throws Exception {
        var rounds = 50;
        try (var tickets = tickets()) {
            tickets.grantingTicket(account("svc-calmend-c")).to("HTTP", HOST).askForTicket();
            var file = folder.resolve("pinned.jfr");
            try (var recording = new Recording()) {
                recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ofMillis(20));
                recording.start();
                var began = System.nanoTime();
                var accounts = List.of("svc-calmend-c", "svc-calmend-s", "svc-calmend-none");
                atOnce(rounds, () -> {
                    for (var name : accounts) {
                        try (var own = tickets()) {
                            own.grantingTicket(account(name)).to("HTTP", HOST).askForTicket();
                        }
                        tickets.grantingTicket(account(name))
                                .to("WSMAN", "pc-0422.corp.example")
                                .askForTicket();
                    }
                    return true;
                });
                System.out.println(rounds * accounts.size() + " logins and " + 2 * rounds * accounts.size()
                        + " contexts in "
                        + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
                recording.dump(file);
            }
            assertThat(RecordingFile.readAllEvents(file)).isEmpty();
        }
    }

    private static TicketCache tickets() {
        return tickets(SambaDomain.kerberosConfiguration());
    }

    private static TicketCache tickets(Path configuration) {
        return new TicketCache(configuration, Clock.systemUTC(), TIMEOUT);
    }

    private static HostAccount account(String name) {
        return account(name, PASSWORD);
    }

    private static HostAccount account(String name, String password) {
        return HostAccount.withPassword(name + "@CORP.EXAMPLE", new Secret(password), TransportKind.SEALED);
    }

    private static HostAccount withKeytab(String name, Path keytab) throws IOException {
        return HostAccount.withKeytab(name + "@CORP.EXAMPLE", keytab, TransportKind.SEALED);
    }

    private static KerberosRefusedException refused(TicketCache tickets, HostAccount account) {
        return catchThrowableOfType(KerberosRefusedException.class, () -> tickets.grantingTicket(account));
    }

    private static <T> List<T> atOnce(int threads, Callable<T> call) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<T>();
            for (Future<T> one : executor.invokeAll(Collections.nCopies(threads, call))) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private static int badPasswords(String name) throws Exception {
        var said = output(
                null,
                List.of(
                        "ldapsearch",
                        "-LLL",
                        "-x",
                        "-H",
                        "ldaps://" + SambaDomain.ADDRESS,
                        "-D",
                        SambaDomain.ADMINISTRATOR,
                        "-w",
                        SambaDomain.ADMINISTRATORS_PASSWORD,
                        "-b",
                        SambaDomain.BASE,
                        "(sAMAccountName=" + name + ")",
                        "badPwdCount"));
        var count =
                said.lines().filter(line -> line.startsWith("badPwdCount: ")).findFirst();
        return Integer.parseInt(count.orElseThrow().substring("badPwdCount: ".length()));
    }

    /** The acceptor's token in base64, who it saw, and whether bound; or why it refused. */
    private static List<String> accepted(byte[] token, String binding) throws Exception {
        var said = output(
                Base64.getEncoder().encodeToString(token),
                List.of(
                        "/usr/bin/python3",
                        "src/test/peers/accept-token.py",
                        SambaDomain.keytab("hosts").toString(),
                        binding));
        return List.of(said.strip().split(" "));
    }

    private static String output(@Nullable String input, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put(
                        "LDAPTLS_CACERT",
                        SambaDomain.authorityFile().toAbsolutePath().toString());
        builder.environment()
                .put("KRB5_CONFIG", SambaDomain.kerberosConfiguration().toString());
        var process = builder.start();
        try (var in = process.outputWriter()) {
            in.write(input == null ? "" : input);
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static X509Certificate certificate() throws Exception {
        return Signed.by("EC", "SHA256withECDSA");
    }

    private static final class HandClock extends Clock {

        private Instant now = Instant.now();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
