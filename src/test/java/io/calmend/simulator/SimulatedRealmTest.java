package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedRealmTest {

    private static final int AES256 = 18;

    @TempDir
    static Path folder;

    static SimulatedNetwork network;

    @BeforeAll
    static void start() {
        network = SimulatedNetwork.start(folder, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        network.close();
    }

    @BeforeEach
    void reset() {
        network.reset();
    }

    @Test
    void keytabAndPasswordBothOpenTheRealm() throws Exception {
        for (var account : DomainAccount.values()) {
            var login = network.domainAccount(account.user());
            assertThat(KerberosWire.account(network, account.user()).getPrincipals())
                    .extracting(Object::toString)
                    .containsExactly(login.principal());
            var tickets = KerberosWire.account(network, login.principal(), login.password())
                    .getPrivateCredentials(KerberosTicket.class);
            assertThat(tickets)
                    .singleElement()
                    .satisfies(one -> assertThat(one.getSessionKeyType()).isEqualTo(AES256));
        }
    }

    @Test
    void wrongPasswordIsPreauthenticationThatFailed() {
        assertThatThrownBy(() -> KerberosWire.account(network, "svc-calmend-c@CORP.EXAMPLE", "wrong"))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("(24)");
    }

    @Test
    void unknownAccountIsSaidToBeUnknown() {
        assertThatThrownBy(() -> KerberosWire.account(network, "svc-nobody@CORP.EXAMPLE", "any"))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("(6)");
    }

    @Test
    void unknownServiceIsSaidToBeUnknown() throws Exception {
        var account = KerberosWire.account(network, "svc-calmend-c");
        try (var wire = KerberosWire.sealed(network, "pc-0422", "NOSUCH", "Kerberos", account)) {
            assertThatThrownBy(wire::logIn).hasStackTraceContaining("Server not found in Kerberos database (7)");
        }
    }

    @Test
    void ticketForAHostIsAskedForOnce() throws Exception {
        var before = network.kdc().exchanges();
        var account = KerberosWire.account(network, "svc-calmend-c");
        // without proof first, as every client asks
        assertThat(network.kdc().exchanges() - before).isEqualTo(2);
        for (int i = 0; i < 3; i++) {
            try (var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account)) {
                assertThat(wire.logIn().status()).isEqualTo(200);
            }
        }
        assertThat(network.kdc().exchanges() - before).isEqualTo(3);
    }

    @Test
    void slowCentreAnswersLate() throws Exception {
        network.kdc().delay(Duration.ofMillis(300));
        var start = System.nanoTime();
        KerberosWire.account(network, "svc-calmend-c");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(600));
    }

    @Test
    void shutCentreGivesNoTicketUntilItOpens() throws Exception {
        var before = network.kdc().exchanges();
        network.kdc().shut(true);
        assertThatThrownBy(() -> KerberosWire.account(network, "svc-calmend-c"))
                .isInstanceOf(LoginException.class)
                .hasMessageContaining("KDC");
        assertThat(network.kdc().exchanges()).isEqualTo(before);
        network.kdc().shut(false);
        KerberosWire.account(network, "svc-calmend-c");
    }

    @Test
    void realmCanBeSomebodyElses() throws Exception {
        var realm = new SimulatedNetwork.ExternalRealm(network.krb5Conf(), network.hostsKeytab());
        try (var other = SimulatedNetwork.start(folder.resolve("other"), Clock.systemUTC(), realm)) {
            assertThat(other.krb5Conf()).isEqualTo(network.krb5Conf());
            assertThat(Files.exists(folder.resolve("other/kerberos"))).isFalse();
            assertThatThrownBy(other::kdc).isInstanceOf(IllegalStateException.class);
            var account = KerberosWire.account(network, "svc-calmend-c");
            try (var wire = KerberosWire.sealed(other, "pc-0422", "Negotiate", account)) {
                assertThat(wire.logIn().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void portalIsToldToUseADomainAccountOnServersOnly() {
        var settings = network.settings();
        assertThat(settings)
                .containsEntry(
                        "calmend.remote.kerberos-configuration",
                        network.krb5Conf().toString())
                .containsEntry("calmend.remote.sealed-port", Integer.toString(network.sealedPort()))
                .containsEntry("calmend.remote.tiers[2].account", "svc-calmend-s@CORP.EXAMPLE")
                .containsEntry(
                        "calmend.remote.tiers[2].keytab",
                        "file:" + network.domainAccount("svc-calmend-s").keytab())
                .doesNotContainKey("calmend.remote.tiers[2].password")
                .doesNotContainKey("calmend.remote.tiers[0].keytab");
    }

    @Test
    void ticketForAnotherHostIsRefused() throws Exception {
        var account = KerberosWire.account(network, "svc-calmend-c");
        try (var wire = KerberosWire.sealed(network, "pc-0422", "Negotiate", account)) {
            wire.pretendToBeFor("pc-0421.corp.example");
            assertThat(wire.logIn().status()).isEqualTo(401);
        }
    }

    @Test
    void signInThatIsSentTwiceIsRefused() throws Exception {
        var account = KerberosWire.account(network, "svc-calmend-c");
        try (var wire = KerberosWire.sealed(network, "pc-0422", "Kerberos", account);
                var other = KerberosWire.sealed(network, "pc-0422", "Kerberos", account)) {
            var token = wire.token();
            assertThat(wire.show(token).status()).isEqualTo(200);
            assertThat(other.show(token).status()).isEqualTo(401);
        }
    }
}
