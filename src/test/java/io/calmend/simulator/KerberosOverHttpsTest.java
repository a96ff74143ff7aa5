package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.simulator.KerberosWire.Binding;
import java.nio.file.Path;
import java.time.Clock;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerberosOverHttpsTest {

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

    @ParameterizedTest
    @CsvSource({"NONE, 200, 401", "RIGHT, 200, 200", "WRONG, 401, 401"})
    void bindingIsCheckedIfSentAndDemandedIfStrict(Binding binding, int relaxed, int strict) throws Exception {
        try (var wire = KerberosWire.secure(network, "pc-0422", account, binding)) {
            assertThat(wire.logIn().status()).isEqualTo(relaxed);
        }
        network.host("pc-0422").inject(new Fault.StrictBinding());
        try (var wire = KerberosWire.secure(network, "pc-0422", account, binding)) {
            assertThat(wire.logIn().status()).isEqualTo(strict);
        }
    }

    @Test
    void conversationIsClearInsideTls() throws Exception {
        try (var wire = KerberosWire.secure(network, "pc-0422", account, Binding.RIGHT)) {
            assertThat(wire.logIn().body()).isEmpty();
            var created = wire.tellClear(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
            assertThat(created.status()).isEqualTo(200);
            var shell = Wire.first(created.text(), "ShellId\">([0-9A-F-]+)<");
            wire.tellClear(wire.envelope(Wire.SHELL + "/Command", shell, Wire.commandLine("hostname")));
        }
        assertThat(network.host("pc-0422").commands())
                .extracting(HostControl.Command::account)
                .containsExactly("svc-calmend-c@CORP.EXAMPLE");
    }

    @Test
    void signInMayBringAMessage() throws Exception {
        try (var wire = KerberosWire.secure(network, "pc-0422", account, Binding.RIGHT)) {
            var reply = wire.logIn(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).contains("ShellId");
            assertThat(wire.isLoggedIn()).isTrue();
            // and the login holds
            assertThat(wire.tellClear(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoIsNoAdministratorIsDenied() throws Exception {
        var nobody = KerberosWire.account(network, "svc-calmend-none");
        try (var wire = KerberosWire.secure(network, "pc-0422", nobody, Binding.RIGHT)) {
            wire.logIn();
            var reply = wire.tellClear(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).contains("Code=\"5\"");
        }
    }

    @Test
    void hostMayEndTheConnectionHereToo() throws Exception {
        network.host("pc-0422").inject(new Fault.Sealing(Fault.Sealing.Kind.CONNECTION_CLOSE, Message.CREATE));
        network.host("pc-0422").inject(new Fault.Sealing(Fault.Sealing.Kind.FORGED_401, Message.CREATE));
        try (var wire = KerberosWire.secure(network, "pc-0422", account, Binding.RIGHT)) {
            wire.logIn();
            var reply = wire.tellClear(wire.envelope(Wire.TRANSFER + "/Create", null, Wire.NEW_SHELL));
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.all("Connection")).containsExactly("close");
            assertThat(wire.isEnded()).isTrue();
        }
    }
}
