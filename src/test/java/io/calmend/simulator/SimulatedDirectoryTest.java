package io.calmend.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedDirectoryTest {

    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@corp.example",
                "ALICE@CORP.EXAMPLE",
                "CORP\\alice",
                "cn=\u00c4rlig\\, Alice,ou=People,dc=corp,dc=example",
                "j\u00f6rg.m\u00fcller@corp.example"
            })
    void personSignsInByEachNameThatADomainControllerTakes(String name) throws LDAPException {
        try (var connection = connect()) {
            assertThat(connection.bind(name, "Passw0rd!1").getResultCode()).isEqualTo(ResultCode.SUCCESS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dave,533",
        "mary,773",
        "frank,532",
        "erin,701",
        "lou,775",
        "wks,531",
        "nobody,52e",
        "alice@elsewhere.example,52e"
    })
    void refusalCarriesItsSubCode(String account, String code) throws LDAPException {
        var name = account.contains("@") ? account : account + "@corp.example";
        assertThat(refusal(name, "Passw0rd!1")).contains("AcceptSecurityContext error, data " + code + ", v4563");
    }

    @ParameterizedTest
    @CsvSource({"alice,52e", "dave,52e", "mary,52e", "lou,775"})
    void wrongPasswordTellsNothingOfTheAccountUnlessItIsLocked(String account, String code) throws LDAPException {
        assertThat(refusal(account + "@corp.example", "wrong")).contains("data " + code);
    }

    @Test
    void accountIsLockedAfterTooManyWrongPasswords() throws LDAPException {
        for (int i = 0; i < SimulatedDirectory.LOCKOUT_THRESHOLD; i++) {
            assertThat(refusal("bob@corp.example", "wrong")).contains("52e");
        }
        assertThat(refusal("bob@corp.example", "Passw0rd!1")).contains("775");
        try (var connection = signedIn()) {
            assertThat(search(connection, "(&(sAMAccountName=bob)(lockoutTime>=1))"))
                    .hasSize(1);
        }
        network.reset();
        try (var connection = connect()) {
            connection.bind("bob@corp.example", "Passw0rd!1");
        }
    }

    @Test
    void emptyPasswordSucceedsAsNobodyAndThenFindsNothing() throws LDAPException {
        try (var connection = connect()) {
            assertThat(connection.bind("alice@corp.example", "").getResultCode())
                    .isEqualTo(ResultCode.SUCCESS);
            assertThatThrownBy(() -> search(connection, "(objectClass=*)"))
                    .isInstanceOfSatisfying(
                            LDAPException.class,
                            e -> assertThat(e.getResultCode()).isEqualTo(ResultCode.OPERATIONS_ERROR));
        }
    }

    @Test
    void nestedGroupsAreFoundInChain() throws LDAPException {
        try (var connection = signedIn()) {
            var alice = search(connection, "(sAMAccountName=alice)").getFirst();
            assertThat(search(connection, "(member:" + IN_CHAIN + ":=" + Filter.encodeValue(alice) + ")"))
                    .containsExactlyInAnyOrder(
                            SimulatedDirectory.groupDn("HelpDesk-T1"),
                            SimulatedDirectory.groupDn("Level2"),
                            SimulatedDirectory.groupDn("Calmend-Helpdesk"),
                            SimulatedDirectory.groupDn("Ops, EMEA (T1) #1"));
            var everybody = Filter.encodeValue(SimulatedDirectory.groupDn("Calmend-Helpdesk"));
            assertThat(search(connection, "(&(objectClass=user)(memberOf:" + IN_CHAIN + ":=" + everybody + "))"))
                    .contains(alice);
            assertThat(search(connection, "(&(objectClass=user)(memberOf=" + everybody + "))"))
                    .doesNotContain(alice);
        }
    }

    @Test
    void tokenGroupsAreTheSidsOfAllGroups() throws LDAPException {
        try (var connection = signedIn()) {
            var alice = search(connection, "(sAMAccountName=alice)").getFirst();
            var entry = connection.getEntry(alice, "tokenGroups");
            assertThat(entry.getAttributeValueByteArrays("tokenGroups").length).isEqualTo(4);
        }
    }

    @Test
    void binaryIdsAreFoundInEachForm() throws LDAPException {
        try (var connection = signedIn()) {
            var pc = connection.searchForEntry(
                    SimulatedDirectory.BASE, SearchScope.SUB, Filter.create("(sAMAccountName=PC-0421$)"));
            assertThat(pc.getAttributeValueBytes("objectGUID")).hasSize(16);
            var guid = pc.getAttributeValueBytes("objectGUID");
            assertThat(search(
                            connection,
                            Filter.createEqualityFilter("objectGUID", guid).toString()))
                    .containsExactly(pc.getDN());
            assertThat(WindowsId.guid(guid)).isEqualTo(network.directory().computerId("pc-0421"));
            var sid = pc.getAttributeValueBytes("objectSid");
            assertThat(sid).hasSize(28);
            var text = WindowsId.sid(1400);
            assertThat(search(connection, "(objectSid=" + text + ")")).containsExactly(pc.getDN());
            assertThat(connection.getEntry("<SID=" + text + ">").getDN()).isEqualTo(pc.getDN());
        }
    }

    @Test
    void computersAreDistinguishedByFlags() throws LDAPException {
        try (var connection = signedIn()) {
            assertThat(search(connection, "(&(objectClass=computer)(userAccountControl:1.2.840.113556.1.4.803:=2))"))
                    .containsExactly("CN=PC-0430,OU=Workstations,DC=corp,DC=example");
            assertThat(search(connection, "(&(objectClass=computer)(primaryGroupID=516))"))
                    .containsExactly("CN=DC1,OU=Domain Controllers,DC=corp,DC=example");
            assertThat(search(connection, "(&(objectClass=computer)(description=*temporary lic*))"))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void groupsChangeWhileItRuns() throws LDAPException {
        network.directory().removeFromGroup("bob", "Calmend-Helpdesk");
        network.directory().addToGroup("nora", "Calmend-Helpdesk");
        try (var connection = signedIn()) {
            var group = Filter.encodeValue(SimulatedDirectory.groupDn("Calmend-Helpdesk"));
            assertThat(search(connection, "(memberOf=" + group + ")"))
                    .contains("CN=Novak\\, Nora,OU=People,DC=corp,DC=example")
                    .doesNotContain("CN=Brandt\\, Bob,OU=People,DC=corp,DC=example");
        }
    }

    @Test
    void controllerGoesDownAndComesBack() throws LDAPException {
        network.directory().stop();
        assertThatThrownBy(SimulatedDirectoryTest::connect).isInstanceOf(LDAPException.class);
        network.directory().start();
        signedIn().close();
    }

    private static String refusal(String name, String password) throws LDAPException {
        try (var connection = connect()) {
            connection.bind(name, password);
            return "signed in";
        } catch (LDAPException e) {
            assertThat(e.getResultCode()).isEqualTo(ResultCode.INVALID_CREDENTIALS);
            return e.getDiagnosticMessage();
        }
    }

    private static List<String> search(LDAPConnection connection, String filter) throws LDAPException {
        return connection.search(SimulatedDirectory.BASE, SearchScope.SUB, filter).getSearchEntries().stream()
                .map(entry -> entry.getDN())
                .toList();
    }

    private static LDAPConnection signedIn() throws LDAPException {
        var connection = connect();
        connection.bind(SimulatedDirectory.SERVICE_ACCOUNT, SimulatedDirectory.PASSWORD);
        return connection;
    }

    private static LDAPConnection connect() throws LDAPException {
        var options = new LDAPConnectionOptions();
        options.setBindWithDNRequiresPassword(false);
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
        return new LDAPConnection(
                Wire.trusting(network.authorityFile()).getSocketFactory(),
                options,
                "dc1.corp.example",
                network.directory().port());
    }
}
