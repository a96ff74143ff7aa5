package io.calmend.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.Directory.ComputerSearch;
import io.calmend.directory.Directory.HostLookup;
import io.calmend.directory.Directory.PersonLookup;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the portal expects of a directory. The same expectations hold for a real Active Directory and for the simulated one, so
 * that the simulated one cannot drift into saying what the portal wants to hear.
 */
public abstract class DirectoryContract {

    protected static final String BASE = "DC=corp,DC=example";

    private Directory directory;
    private OpenedDirectory.Trust trust;

    /** How the directory is reached. */
    protected abstract Map<String, String> settings();

    /** The certificate of the directory's authority. */
    protected abstract Path authority();

    /** Writes one value in place of all that {@code attribute} of a computer had, as an administrator of the directory. */
    protected abstract void setOnComputer(String computer, String attribute, String value) throws Exception;

    @AfterEach
    void trustWhatWasTrustedBefore() {
        trust.close();
    }

    @BeforeEach
    void open() {
        trust = OpenedDirectory.trustOnly(authority());
        directory = OpenedDirectory.with(settings()).directory();
    }

    protected final Directory directory() {
        return directory;
    }

    private HostLookup host(String name) {
        return directory.host(new HostName(name));
    }

    private static HostLookup refused(FailureReason reason) {
        return new HostLookup.Refused(reason);
    }

    private static Set<DistinguishedName> names(Set<String> names) {
        return names.stream()
                .map(name -> DistinguishedName.read(name).orElseThrow())
                .collect(Collectors.toSet());
    }

    private static DistinguishedName group(String commonName) {
        return DistinguishedName.read("CN=" + commonName + ",OU=Groups," + BASE).orElseThrow();
    }

    // ---- computers

    @ParameterizedTest
    @ValueSource(strings = {"pc-0421", "pc-0421.corp.example"})
    void computerIsFoundByEitherName(String name) {
        assertThat(host(name)).isInstanceOfSatisfying(HostLookup.Found.class, found -> {
            assertThat(found.host().name()).isEqualTo("PC-0421");
            assertThat(found.host().dnsName()).isEqualTo(new HostName("pc-0421.corp.example"));
            assertThat(DistinguishedName.read(found.host().distinguishedName()))
                    .isEqualTo(DistinguishedName.read("CN=PC-0421,OU=Workstations," + BASE));
            assertThat(found.host().operatingSystem()).isEqualTo("Windows 11 Enterprise");
            assertThat(directory.host(found.host().objectId())).isEqualTo(found);
        });
    }

    @Test
    void unknownComputersAreUnknown() {
        assertThat(host("pc-9999")).isEqualTo(refused(FailureReason.HOST_UNKNOWN));
        assertThat(host("pc-0421.other.example")).isEqualTo(refused(FailureReason.HOST_UNKNOWN));
        assertThat(directory.host(UUID.randomUUID())).isEqualTo(refused(FailureReason.HOST_UNKNOWN));
    }

    @Test
    void disabledComputerIsRefused() {
        assertThat(host("pc-0430")).isEqualTo(refused(FailureReason.HOST_DISABLED));
        assertThat(host("pc-0430.corp.example")).isEqualTo(refused(FailureReason.HOST_DISABLED));
    }

    @Test
    void domainControllerIsRefused() {
        assertThat(host("dc1")).isEqualTo(refused(FailureReason.DOMAIN_CONTROLLER));
        assertThat(host("dc1.corp.example")).isEqualTo(refused(FailureReason.DOMAIN_CONTROLLER));
    }

    /** Who may write to a computer's object must not thereby choose where the portal's account signs in. */
    @ParameterizedTest
    @CsvSource({
        "dc1.corp.example, HOST_DNS_NAME_MISMATCH",
        "rdsh01.corp.example, HOST_DNS_NAME_MISMATCH",
        "pc-0428-2.corp.example, HOST_DNS_NAME_MISMATCH",
        "pc-0428.elsewhere.example, HOST_DNS_NAME_FOREIGN",
        "pc-0428.child.corp.example, HOST_DNS_NAME_FOREIGN",
        "pc-0428.corp.example.elsewhere.example, HOST_DNS_NAME_FOREIGN"
    })
    void computerWithANameThatIsNotItsOwnIsRefused(String dnsName, FailureReason reason) throws Exception {
        var id = ((HostLookup.Found) host("pc-0428")).host().objectId();
        setOnComputer("PC-0428", "dNSHostName", dnsName);
        try {
            assertThat(directory.host(id)).isEqualTo(refused(reason));
            assertThat(host("pc-0428")).isEqualTo(refused(reason));
            assertThat(host(dnsName)).isInstanceOf(HostLookup.Refused.class);
            assertThat(search("pc-0428", 50)).isEmpty();
        } finally {
            setOnComputer("PC-0428", "dNSHostName", "pc-0428.corp.example");
        }
        assertThat(host("pc-0428")).isInstanceOf(HostLookup.Found.class);
    }

    /** The domain would give a ticket for the other one. */
    @ParameterizedTest
    @ValueSource(strings = {"HOST", "HTTP", "WSMAN"})
    void computerWhoseNameAnotherOneUsesForItsServicesIsRefused(String service) throws Exception {
        setOnComputer("RDSH02", "servicePrincipalName", service + "/pc-0428.corp.example");
        try {
            assertThat(host("pc-0428")).isEqualTo(refused(FailureReason.HOST_DNS_NAME_DUPLICATE));
        } finally {
            setOnComputer("RDSH02", "servicePrincipalName", "HOST/rdsh02.corp.example");
        }
        assertThat(host("pc-0428")).isInstanceOf(HostLookup.Found.class);
    }

    @Test
    void computerWhoseNameAnotherOneBearsIsRefused() throws Exception {
        var id = ((HostLookup.Found) host("pc-0428")).host().objectId();
        setOnComputer("RDSH02", "dNSHostName", "pc-0428.corp.example");
        try {
            assertThat(directory.host(id)).isEqualTo(refused(FailureReason.HOST_DNS_NAME_DUPLICATE));
        } finally {
            setOnComputer("RDSH02", "dNSHostName", "rdsh02.corp.example");
        }
    }

    @Test
    void computerThatBearsTheNameOfAConfiguredControllerIsRefused() {
        var both = OpenedDirectory.with(
                        but("urls", settings().get("calmend.directory.urls") + ",ldaps://PC-0428.corp.example"))
                .directory();

        assertThat(both.host(new HostName("pc-0428"))).isEqualTo(refused(FailureReason.DOMAIN_CONTROLLER));
    }

    @Test
    void computerOfAnotherSuffixIsFoundWhereThatIsConfigured() throws Exception {
        setOnComputer("PC-0428", "dNSHostName", "pc-0428.clients.example");
        try {
            var directory = OpenedDirectory.with(but("dns-suffixes", "Clients.example.,corp.example"))
                    .directory();
            assertThat(directory.host(new HostName("pc-0428"))).isInstanceOf(HostLookup.Found.class);
            assertThat(directory.host(new HostName("pc-0421"))).isInstanceOf(HostLookup.Found.class);
        } finally {
            setOnComputer("PC-0428", "dNSHostName", "pc-0428.corp.example");
        }
    }

    @Test
    void personIsNoComputer() {
        assertThat(host("alice")).isEqualTo(refused(FailureReason.HOST_UNKNOWN));
    }

    private List<String> search(String typed, int limit) {
        return directory.findComputers(typed, limit) instanceof ComputerSearch.Found(var computers, var _)
                ? computers.stream().map(Directory.FoundComputer::name).toList()
                : List.of("failed");
    }

    @Test
    void searchFindsWhatBeginsLikeThatInOrderWithoutDisabledOnesAndControllers() {
        assertThat(search("pc-04", 50))
                .startsWith("PC-0421", "PC-0422", "PC-0423")
                .doesNotContain("PC-0430", "DC1")
                .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
        assertThat(search("dc1", 50)).isEmpty();
        assertThat(search("pc-0430", 50)).isEmpty();
    }

    @Test
    void searchStopsAtItsLimitAndSaysSo() {
        assertThat(directory.findComputers("pc-04", 2)).isInstanceOfSatisfying(ComputerSearch.Found.class, found -> {
            assertThat(found.computers()).hasSize(2);
            assertThat(found.more()).isTrue();
        });
        assertThat(directory.findComputers("pc-0421", 2))
                .isInstanceOfSatisfying(
                        ComputerSearch.Found.class,
                        found -> assertThat(found.more()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p",
                " p ",
                "*",
                "**",
                "*)(cn=*",
                "pc-04*",
                "pc-0421)(objectClass=*",
                "\\2a\\2a",
                "pc\u0000",
                "no such computer"
            })
    void searchTextIsNeverPartOfTheFilter(String typed) {
        assertThat(search(typed, 50)).isEmpty();
    }

    // ---- people

    @ParameterizedTest
    @ValueSource(strings = {"alice", "ALICE", "alice@corp.example", "CORP\\alice", "corp\\Alice"})
    void personIsTheSameHoweverTheNameIsWritten(String name) {
        assertThat(directory.person(name)).isInstanceOfSatisfying(PersonLookup.Found.class, found -> {
            assertThat(found.person().account()).isEqualTo("alice");
            assertThat(found.person().displayName()).isEqualTo("Alice \u00c4rlig");
            assertThat(found.person().sid()).matches("S-1-5-21-\\d+-\\d+-\\d+-\\d+");
            assertThat(found.enabled()).isTrue();
            assertThat(directory.person(found.person().sid())).isEqualTo(found);
        });
    }

    @Test
    void groupsInGroupsCountAndSoDoesThePrimaryOne() {
        assertThat(directory.person("alice"))
                .isInstanceOfSatisfying(
                        PersonLookup.Found.class,
                        found -> assertThat(names(found.groups()))
                                .contains(group("HelpDesk-T1"), group("Level2"), group("Calmend-Helpdesk"))
                                .contains(DistinguishedName.read("CN=Domain Users,CN=Users," + BASE)
                                        .orElseThrow())
                                .doesNotContain(group("Calmend-Admins")));
    }

    @Test
    void groupWithACommaAndAPersonWithAnUmlautAreFound() {
        assertThat(directory.person("j\u00f6rg.m\u00fcller"))
                .isInstanceOfSatisfying(PersonLookup.Found.class, found -> {
                    assertThat(found.person().account()).isEqualTo("j\u00f6rg.m\u00fcller");
                    assertThat(names(found.groups())).contains(group("Ops\\, EMEA (T1) \\#1"));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dave", "erin", "lou"})
    void disabledExpiredAndLockedPeopleAreNotEnabled(String account) {
        assertThat(directory.person(account))
                .isInstanceOfSatisfying(
                        PersonLookup.Found.class,
                        found -> assertThat(found.enabled()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nosuch",
                "*",
                "alice)(cn=*",
                "al*",
                "OTHER\\alice",
                "alice@other.example",
                "PC-0421$",
                "S-1-5-21-1-2-3-4",
                "Calmend-Helpdesk",
                "alice\u0000"
            })
    void whoIsNobodyIsUnknown(String name) {
        assertThat(directory.person(name)).isEqualTo(new PersonLookup.Refused(FailureReason.PERSON_UNKNOWN));
    }

    // ---- a directory that gives no answer

    private void givesNoAnswer(Map<String, String> settings) {
        var silent = OpenedDirectory.with(settings).directory();

        assertThat(silent.host(new HostName("pc-0421"))).isEqualTo(refused(FailureReason.DIRECTORY_UNAVAILABLE));
        assertThat(silent.host(UUID.randomUUID())).isEqualTo(refused(FailureReason.DIRECTORY_UNAVAILABLE));
        assertThat(silent.person("alice")).isEqualTo(new PersonLookup.Refused(FailureReason.DIRECTORY_UNAVAILABLE));
        assertThat(silent.findComputers("pc-04", 5))
                .isEqualTo(new ComputerSearch.Failed(FailureReason.DIRECTORY_UNAVAILABLE));
    }

    private Map<String, String> but(String property, String value) {
        var settings = new HashMap<>(settings());
        settings.put("calmend.directory." + property, value);
        return settings;
    }

    @Test
    void controllerThatIsDownIsAValue() {
        givesNoAnswer(but("urls", "ldaps://127.0.0.1:1"));
    }

    @Test
    void portalWithoutADirectoryKnowsNobody() {
        givesNoAnswer(Map.of());
    }

    @Test
    void untrustedCertificateIsRefused() {
        // each spelling has connections of its own: one that was trusted before may still be open
        assertThat(OpenedDirectory.with(but("user", "SVC-calmend@corp.example"))
                        .directory()
                        .host(new HostName("pc-0421")))
                .isInstanceOf(HostLookup.Found.class);
        trust.close();
        trust = OpenedDirectory.trustAnUnknownIssuer();
        givesNoAnswer(but("user", "svc-calmend@CORP.example"));
    }

    @Test
    void wrongPasswordOfThePortalsAccountIsAValue() {
        givesNoAnswer(but("user", "svc-nobody@corp.example"));
    }

    /** It must not look as if nobody and nothing existed: people would read that their password is wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"DC=corp,DC=exampel", "OU=Workstation,DC=corp,DC=example", "DC=elsewhere,DC=example"})
    void baseThatDoesNotExistIsAValue(String base) {
        givesNoAnswer(but("base", base));
    }

    @Test
    void missingPasswordOfThePortalsAccountIsAValue() {
        givesNoAnswer(but("password", "env:CALMEND_NO_SUCH_VARIABLE"));
    }

    @Test
    void secondControllerIsAskedWhereTheFirstIsDown() {
        var both = OpenedDirectory.with(
                        but("urls", "ldaps://127.0.0.1:1," + settings().get("calmend.directory.urls")))
                .directory();

        assertThat(both.host(new HostName("pc-0421"))).isInstanceOf(HostLookup.Found.class);
    }
}
