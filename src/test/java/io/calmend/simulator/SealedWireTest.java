package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.simulator.Fault.Moment;
import io.calmend.simulator.Fault.Sealing;
import io.calmend.simulator.Fault.Sealing.Kind;
import io.calmend.simulator.KerberosWire.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WinRM over plain HTTP, sealed by Kerberos: the layout of Windows, its refusals, and what can go wrong with it. */
class SealedWireTest {

    @TempDir
    static Path folder;

    static SimulatedNetwork network;
    static Subject account;

    @BeforeAll
    static void start() throws Exception {
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
        account = KerberosWire.account(network, "svc-calmend-c");
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void reset() {
        network.reset();
    }

    private static KerberosWire loggedIn() throws Exception {
        var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account);
        assertThat(wire.logIn().status()).isEqualTo(200);
        return wire;
    }

    private static Reply create(KerberosWire wire) throws Exception {
        return wire.tell(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
    }

    // ---- what Windows does

    @ParameterizedTest
    @ValueSource(strings = {"Negotiate", "Kerberos"})
    void sealedConversationRunsACommand(String scheme) throws Exception {
        try (var wire = KerberosWire.sealed(network, "pc-0422", scheme, account)) {
            var login = wire.logIn();
            assertThat(login.status()).isEqualTo(200);
            assertThat(login.body()).isEmpty();
            assertThat(wire.isLoggedIn()).isTrue();
            var shell = wire.create();
            var command = wire.command(shell, "hostname");
            assertThat(wire.receive(shell, command)).contains("CommandState/Done", "<rsp:ExitCode>0<");
            wire.say(Wire.TRANSFER + "/Delete", shell, "");
        }
        assertThat(network.host("pc-0422").shells()).isZero();
        assertThat(network.host("pc-0422").commands()).singleElement().satisfies(one -> {
            assertThat(one.account()).isEqualTo("svc-calmend-c@CORP.EXAMPLE");
            assertThat(one.line()).isEqualTo("hostname");
        });
    }

    @Test
    void tokensHaveTheLayoutOfWindows() throws Exception {
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(reply.all("Content-Type"))
                    .containsExactly("multipart/encrypted;protocol=\"application/HTTP-SPNEGO-session-encrypted\""
                            + ";boundary=\"Encrypted Boundary\"");
            var token = wire.token(reply);
            assertThat(token.front()).hasSize(60);
            assertThat(token.rotation()).isEqualTo(28);
            assertThat(token.extraCount()).isZero();
            assertThat(token.cipher()).hasSize(token.saidLength());
            assertThat(wire.unseal(reply)).hasSize(token.saidLength());
        }
    }

    @Test
    void otherLayoutsAreReadToo() throws Exception {
        try (var wire = loggedIn()) {
            var create = wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL);
            assertThat(wire.unseal(wire.tell(create, false, "\t"))).contains("ShellId");
            assertThat(wire.unseal(wire.tell(create, true, ""))).contains("ShellId");
            assertThat(wire.unseal(wire.tell(create, false, ""))).contains("ShellId");
        }
    }

    @Test
    void bothServiceNamesAreTheHosts() throws Exception {
        try (var wire = KerberosWire.sealed(network, "pc-0422", "WSMAN", "Negotiate", account)) {
            assertThat(wire.logIn().status()).isEqualTo(200);
            wire.create();
        }
    }

    @Test
    void whoHasNotLoggedInLearnsTheSchemesOnly() throws Exception {
        try (var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account)) {
            for (var reply : new Reply[] {
                wire.tellClear(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL)),
                wire.post("Authorization: Negotiate AAAA\r\n", ""),
                wire.post("Authorization: Negotiate !\r\n", ""),
                wire.post("Authorization: Basic Y2FsbWVuZC13czpUcjctd29ya3N0YXRpb25z\r\n", "")
            }) {
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.all("WWW-Authenticate")).containsExactly("Negotiate", "Kerberos");
            }
            assertThat(wire.logIn().status()).isEqualTo(200);
        }
    }

    @Test
    void identityIsReportedInClearAndSealed() throws Exception {
        try (var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account)) {
            assertThat(wire.identify().text()).contains("IdentifyResponse");
            wire.logIn();
            assertThat(wire.identify().text()).contains("IdentifyResponse");
            assertThat(wire.unseal(wire.tell(Wire.IDENTIFY))).contains("IdentifyResponse");
        }
    }

    @Test
    void nothingInClearIsTakenAfterTheSignIn() throws Exception {
        try (var wire = loggedIn()) {
            var reply = wire.tellClear(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).isEmpty();
            assertThat(network.host("pc-0422").shells()).isZero();
            wire.create();
        }
    }

    @Test
    void messageThatWasTamperedWithIsNotTaken() throws Exception {
        try (var wire = loggedIn()) {
            var token = wire.wrapped(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
            var length = token.length - 60;
            token[40] ^= 1;
            assertThat(wire.tellSealed(token, length, "\t", "").status()).isEqualTo(500);
            token[40] ^= 1;
            assertThat(wire.tellSealed(token, length - 1, "\t", "").status()).isEqualTo(500);
        }
        assertThat(network.host("pc-0422").shells()).isZero();
    }

    @Test
    void messageThatIsSentTwiceIsTakenOnce() throws Exception {
        try (var wire = loggedIn()) {
            var token = wire.wrapped(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
            assertThat(wire.tellSealed(token, token.length - 60, "\t", "").status())
                    .isEqualTo(200);
            assertThat(wire.tellSealed(token, token.length - 60, "\t", "").status())
                    .isEqualTo(500);
        }
        assertThat(network.host("pc-0422").shells()).isEqualTo(1);
    }

    @Test
    void whoIsNoAdministratorIsDeniedSealed() throws Exception {
        for (var nobody : new String[] {"svc-calmend-none", "svc-calmend-s"}) {
            try (var wire =
                    KerberosWire.sealed(network, "pc-0422", "Negotiate", KerberosWire.account(network, nobody))) {
                assertThat(wire.logIn().status()).isEqualTo(200);
                var reply = create(wire);
                assertThat(reply.status()).isEqualTo(500);
                assertThat(wire.unseal(reply)).contains("Code=\"5\"", "w:AccessDenied");
            }
        }
        var servers = KerberosWire.account(network, "svc-calmend-s");
        try (var wire = KerberosWire.sealed(network, "rdsh01", "Negotiate", servers)) {
            wire.logIn();
            wire.create();
        }
    }

    @Test
    void shellOutlivesItsConnection() throws Exception {
        String shell;
        String command;
        try (var wire = loggedIn()) {
            shell = wire.create();
            command = wire.command(shell, "hostname");
        }
        try (var wire = loggedIn()) {
            assertThat(wire.receive(shell, command)).contains("CommandState/Done");
        }
    }

    @Test
    void longOutputComesInSealedPieces() throws Exception {
        network.runOn("pc-0422", (_, _) -> CommandEngine.Output.of("x".repeat(100_000)));
        try (var wire = loggedIn()) {
            var shell = wire.create();
            var command = wire.command(shell, "anything");
            for (int i = 0; i < 3; i++) {
                assertThat(wire.receive(shell, command)).contains("CommandState/Running");
            }
            assertThat(wire.receive(shell, command)).contains("CommandState/Done");
        }
    }

    // ---- what goes wrong

    private void spoil(Kind kind) {
        network.host("pc-0422").inject(new Sealing(kind, Message.CREATE), When.once());
    }

    private void assertThatItTookEffect() {
        assertThat(network.host("pc-0422").shells()).isPositive();
    }

    @Test
    void flippedBitIsNoticed() throws Exception {
        spoil(Kind.FLIPPED_BIT);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThatThrownBy(() -> wire.unseal(reply)).isInstanceOf(GSSException.class);
        }
        assertThatItTookEffect();
    }

    @Test
    void wrongLengthIsSaid() throws Exception {
        spoil(Kind.WRONG_LENGTH);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            var token = wire.token(reply);
            assertThat(token.cipher()).hasSize(token.saidLength() - 1);
        }
        assertThatItTookEffect();
    }

    @Test
    void answerInClearComes() throws Exception {
        spoil(Kind.CLEAR_BODY);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.all("Content-Type")).containsExactly("application/soap+xml;charset=UTF-8");
            assertThat(reply.text()).contains("ShellId");
            // nothing is out of step
            wire.create();
        }
    }

    @Test
    void faultInClearComes() throws Exception {
        spoil(Kind.CLEAR_500);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).contains("WSManFault");
        }
        assertThatItTookEffect();
    }

    @Test
    void forgedRefusalComes() throws Exception {
        spoil(Kind.FORGED_401);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.all("WWW-Authenticate")).containsExactly("Negotiate", "Kerberos");
        }
        assertThatItTookEffect();
    }

    @Test
    void answerBeforeItComesOnceMore() throws Exception {
        network.host("pc-0422").inject(new Sealing(Kind.REPLAYED, Message.COMMAND), When.once());
        try (var wire = loggedIn()) {
            var created = create(wire);
            var shell = Wire.first(wire.unseal(created), "ShellId\">([0-9A-F-]+)<");
            var reply = wire.tell(wire.envelope(Wire.SHELL + "/Command", shell, Wire.commandLine("hostname")));
            assertThat(reply.body()).isEqualTo(created.body());
            var seen = new MessageProp(0, false);
            wire.unseal(reply, seen);
            assertThat(seen.isDuplicateToken()).isTrue();
        }
        assertThat(network.host("pc-0422").commands()).hasSize(1);
    }

    @Test
    void answerThatIsOnlySignedComes() throws Exception {
        spoil(Kind.SIGNED_ONLY);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(reply.text()).contains("<w:Selector Name=\"ShellId\">");
            var seen = new MessageProp(0, false);
            assertThat(wire.unseal(reply, seen)).contains("ShellId");
            assertThat(seen.getPrivacy()).isFalse();
        }
    }

    @Test
    void extraCountIsSaid() throws Exception {
        spoil(Kind.EC_NOT_ZERO);
        try (var wire = loggedIn()) {
            assertThat(wire.token(create(wire)).extraCount()).isEqualTo(16);
        }
    }

    @Test
    void tokenThatIsNotRotatedIsGood() throws Exception {
        spoil(Kind.NOT_ROTATED);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(wire.token(reply).rotation()).isZero();
            assertThat(wire.unseal(reply)).contains("ShellId");
        }
    }

    @Test
    void hostEndsTheConnectionAndSaysSo() throws Exception {
        spoil(Kind.CONNECTION_CLOSE);
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(reply.all("Connection")).containsExactly("close");
            assertThat(wire.unseal(reply)).contains("ShellId");
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void hostEndsTheConnectionAndDoesNotSaySo() throws Exception {
        network.host("pc-0422").inject(new Fault.ClosedWhenIdle());
        try (var wire = loggedIn()) {
            var reply = create(wire);
            assertThat(reply.all("Connection")).isEmpty();
            assertThat(wire.unseal(reply)).contains("ShellId");
            assertThat(wire.isEnded()).isTrue();
        }
    }

    @Test
    void faultOfAnotherMessageDoesNotStrike() throws Exception {
        network.host("pc-0422").inject(new Sealing(Kind.CLEAR_BODY, Message.DELETE));
        try (var wire = loggedIn()) {
            var shell = wire.create();
            assertThat(wire.tell(wire.envelope(Wire.TRANSFER + "/Delete", shell, ""))
                            .text())
                    .contains("DeleteResponse");
        }
    }

    @Test
    void ticketCanBeRefusedOnce() throws Exception {
        network.host("pc-0422").inject(new Fault.TicketRefused(), When.once());
        try (var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account)) {
            assertThat(wire.logIn().status()).isEqualTo(401);
        }
        loggedIn().close();
    }

    @Test
    void kerberosCanBeMissingFromTheOffer() throws Exception {
        network.host("pc-0422").inject(new Fault.KerberosNotOffered());
        try (var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account)) {
            var reply = wire.logIn();
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.all("WWW-Authenticate")).containsExactly("Basic realm=\"WSMAN\"");
        }
    }

    @Test
    void otherFaultsStrikeHereAsOverHttps() throws Exception {
        var host = network.host("pc-0422");
        try (var wire = loggedIn()) {
            host.inject(new Fault.Refused(Message.CREATE, WsManFault.TOO_MANY_SHELLS), When.once());
            assertThat(wire.unseal(create(wire))).contains("2150859173");
            host.inject(new Fault.Garbled(Message.CREATE), When.once());
            assertThat(wire.unseal(create(wire))).endsWith("<un");
            host.inject(new Fault.Dropped(Message.CREATE, Moment.AFTER_READING), When.once());
            assertThatThrownBy(() -> create(wire)).isInstanceOf(IOException.class);
        }
        try (var wire = loggedIn()) {
            host.inject(new Fault.NotWinRm());
            assertThat(create(wire).all("Server")).containsExactly("nginx/1.22.1");
        }
        try (var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account)) {
            assertThat(wire.logIn().status()).isEqualTo(404);
        }
    }

    @Test
    void commandCanTakeItsTimeOnTheHost() throws Exception {
        network.host("pc-0422").inject(new Fault.HostTime(Duration.ofMillis(1500)), When.once());
        try (var wire = loggedIn()) {
            var shell = wire.create();
            var command = wire.command(shell, "hostname");
            assertThat(wire.receive(shell, command)).contains("2150858793");
            assertThat(wire.receive(shell, command)).contains("CommandState/Done");
        }
    }

    @Test
    void connectionsAndRequestsAreCounted() throws Exception {
        network.resetTraffic();
        try (var wire = loggedIn()) {
            var shell = wire.create();
            wire.receive(shell, wire.command(shell, "hostname"));
            wire.say(Wire.TRANSFER + "/Delete", shell, "");
        }
        assertThat(network.traffic()).isEqualTo(new Traffic(1, 5));
        try (var wire = Wire.workstation(network, "pc-0422")) {
            wire.identify();
        }
        assertThat(network.traffic()).isEqualTo(new Traffic(2, 6));
        network.resetTraffic();
        assertThat(network.traffic()).isEqualTo(new Traffic(0, 0));
    }

    @Test
    void networkMayHaveManyMoreHosts() throws Exception {
        try (var crowd = SimulatedNetwork.start(folder.resolve("crowd"), Clock.systemUTC(), 200)) {
            var login = KerberosWire.account(crowd, "svc-calmend-c");
            for (var name : new String[] {"pc-10000", "pc-10199", "pc-0422"}) {
                try (var wire = KerberosWire.sealed(crowd, name, "Negotiate", login)) {
                    wire.logIn();
                    var shell = wire.create();
                    assertThat(wire.receive(shell, wire.command(shell, "hostname")))
                            .contains("CommandState/Done");
                }
                assertThat(InetAddress.getByName(name + ".corp.example").isLoopbackAddress())
                        .isTrue();
                assertThat(crowd.host(name)
                                .observe(MsLicensing.BOTH_VIEWS.getFirst())
                                .tree())
                        .isInstanceOf(KeyState.Present.class);
            }
            assertThat(crowd.hostNames()).hasSize(network.hostNames().size() + 200);
        }
    }
}
