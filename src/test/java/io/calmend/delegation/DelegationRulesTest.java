package io.calmend.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.delegation.DelegationSettings.RuleSettings;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.delegation.Delegations.Miss;
import io.calmend.directory.Directory;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.directory.RecentDirectory;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CurrentRoles;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DelegationRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");
    private static final Actor ALICE = new Actor("S-1-5-21-1-2-3-1104", "alice", "Alice");
    private static final OperationKey STORE = new OperationKey("CL-STORE");
    private static final OperationKey ALL = new OperationKey("CL-ALL");
    private static final String HELPDESK = "CN=Calmend-Helpdesk,OU=Groups,DC=corp,DC=example";
    private static final String WORKSTATIONS = "OU=Workstations,DC=corp,DC=example";
    private static final ManagedHost PC = ManagedHosts.named("PC-0421");

    private static RuleSettings rule(String name, String group, Set<String> operations, String unit, String until) {
        return new RuleSettings(name, group, operations, unit, until);
    }

    private static Delegations with(Directory.PersonLookup person, RuleSettings... rules) {
        return with(new OnePerson(person), rules);
    }

    private static Delegations with(OnePerson directory, RuleSettings... rules) {
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new ConfiguredDelegations(
                new DelegationSettings(List.of(rules)),
                directory,
                new RecentDirectory(directory, clock),
                new Everybody(),
                new NoLog(),
                clock);
    }

    private static Directory.PersonLookup in(String... groups) {
        return new Directory.PersonLookup.Found(ALICE, true, Set.of(groups));
    }

    @Test
    void withoutARuleNobodyMayDoAnything() {
        assertThat(with(in(HELPDESK)).decide(ALICE, STORE, PC))
                .isEqualTo(new Decision.Denied(FailureReason.NOT_PERMITTED, null, null));
    }

    @Test
    void ruleOfTheGroupForTheOperationOnTheUnitGivesAPermitForExactlyThat() {
        var decision = with(in(HELPDESK), rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null))
                .decide(ALICE, STORE, PC);

        assertThat(decision).isInstanceOfSatisfying(Decision.Allowed.class, allowed -> {
            assertThat(allowed.permit().rule()).isEqualTo("L1");
            assertThat(allowed.permit().operation()).isEqualTo(STORE);
            assertThat(allowed.permit().actorSid()).isEqualTo(ALICE.sid());
            assertThat(allowed.permit().host()).isEqualTo(PC.objectId());
            assertThat(allowed.permit().until()).isNull();
        });
    }

    @Test
    void groupAndUnitAreComparedAsNamesNotAsText() {
        var decision = with(
                        in("CN=Ops\\, EMEA (T1) \\#1,OU=Groups,DC=corp,DC=example"),
                        rule(
                                "Ops",
                                "cn=ops\\2c emea (t1) \\#1, ou=groups, dc=CORP, dc=example",
                                Set.of("CL-STORE"),
                                "ou=WORKSTATIONS, dc=corp,dc=Example",
                                null))
                .decide(ALICE, STORE, PC);

        assertThat(decision).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void groupOfTheSameCommonNameElsewhereGivesNothing() {
        var decision = with(
                        in("CN=Calmend-Helpdesk,OU=Fake,DC=corp,DC=example"),
                        rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null))
                .decide(ALICE, STORE, PC);

        assertThat(decision).isEqualTo(new Decision.Denied(FailureReason.NOT_PERMITTED, null, null));
    }

    @Test
    void unitWhoseNameOnlyEndsAlikeIsNotCovered() {
        var elsewhere = ManagedHosts.in("OU=Old Workstations,DC=corp,DC=example", "PC-0900");
        var settings = rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null);

        assertThat(with(in(HELPDESK), settings).decide(ALICE, STORE, elsewhere))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.miss()).isEqualTo(Miss.HOST));
    }

    @Test
    void whoMayRepairAHostMayDiagnoseIt() {
        var delegations = with(in(HELPDESK), rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null));

        assertThat(delegations.decide(ALICE, Delegations.DIAGNOSE, PC)).isInstanceOf(Decision.Allowed.class);
        assertThat(delegations.decide(
                        ALICE, Delegations.DIAGNOSE, ManagedHosts.in("OU=Session Hosts,DC=corp,DC=example", "RDSH01")))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void ruleEndsAtItsTimeAndTheRefusalSaysSo() {
        var ended = rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, "2026-11-02T11:00:00+01:00");
        var lasts = rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, "2026-11-02T11:00:01+01:00");

        assertThat(with(in(HELPDESK), ended).decide(ALICE, STORE, PC))
                .isInstanceOfSatisfying(Decision.Denied.class, denied -> {
                    assertThat(denied.reason()).isEqualTo(FailureReason.PERMISSION_ENDED);
                    assertThat(denied.miss()).isEqualTo(Miss.ENDED);
                });
        assertThat(with(in(HELPDESK), lasts).decide(ALICE, STORE, PC)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void refusalNamesTheRuleThatCameClosest() {
        var delegations = with(
                in(HELPDESK),
                rule("Session hosts", HELPDESK, Set.of("CL-ALL"), "OU=Session Hosts,DC=corp,DC=example", null),
                rule("Workstations", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null));

        assertThat(delegations.decide(ALICE, ALL, PC)).isInstanceOfSatisfying(Decision.Denied.class, denied -> {
            assertThat(denied.reason()).isEqualTo(FailureReason.NOT_PERMITTED);
            assertThat(denied.nearest()).isNotNull();
            assertThat(denied.nearest().name()).isEqualTo("Workstations");
            assertThat(denied.miss()).isEqualTo(Miss.OPERATION);
        });
    }

    @Test
    void disabledPersonMayDoNothing() {
        var disabled = new Directory.PersonLookup.Found(ALICE, false, Set.of(HELPDESK));

        assertThat(with(disabled, rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null))
                        .decide(ALICE, STORE, PC))
                .isEqualTo(new Decision.Denied(FailureReason.NOT_PERMITTED, null, null));
    }

    @Test
    void directoryThatIsDownGivesNoPermission() {
        var down = new Directory.PersonLookup.Refused(FailureReason.DIRECTORY_UNAVAILABLE);

        assertThat(with(down, rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null))
                        .decide(ALICE, STORE, PC))
                .isEqualTo(new Decision.Denied(FailureReason.DIRECTORY_UNAVAILABLE, null, null));
    }

    @Test
    void allOperationsAreDecidedWithOneQuestionToTheDirectory() {
        var directory = new OnePerson(in(HELPDESK));
        var delegations = with(directory, rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null));

        var decisions = delegations.decideAll(ALICE, List.of(Delegations.DIAGNOSE, STORE, ALL), PC);

        assertThat(decisions.keySet()).containsExactly(Delegations.DIAGNOSE, STORE, ALL);
        assertThat(directory.asked).isEqualTo(1);
    }

    @Test
    void pageThatADecisionOpenedAsksTheDirectoryNothingMoreAboutThePerson() {
        var directory = new OnePerson(in(HELPDESK));
        var delegations = with(directory, rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null));

        delegations.decide(ALICE, Delegations.DIAGNOSE, PC);
        delegations.decideAll(ALICE, List.of(STORE, ALL), PC);
        delegations.maySee(ALICE, PC.objectId());

        assertThat(directory.asked).isEqualTo(1);
    }

    @Test
    void whatBeginsSomethingAsksTheDirectoryEachTime() {
        var directory = new OnePerson(in(HELPDESK));
        var delegations = with(directory, rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null));

        delegations.decideAll(ALICE, List.of(STORE), PC);
        delegations.decide(ALICE, STORE, PC);
        directory.person = in();

        assertThat(delegations.decide(ALICE, STORE, PC)).isInstanceOf(Decision.Denied.class);
        assertThat(directory.asked).isEqualTo(3);
    }

    @Test
    void mistakesInRulesAreNamed() {
        assertThatThrownBy(() -> rule("L1", "Helpdesk", Set.of("CL-STORE"), WORKSTATIONS, null))
                .hasMessageContaining("'L1'")
                .hasMessageContaining("group 'Helpdesk' is no distinguished name");
        assertThatThrownBy(() -> rule("L1", HELPDESK, Set.of("CL-STORE"), "", null))
                .hasMessageContaining("organisational-unit");
        assertThatThrownBy(() -> rule("L1", HELPDESK, Set.of("cl store"), WORKSTATIONS, null))
                .hasMessageContaining("operation 'cl store'");
        assertThatThrownBy(() -> rule("L1", HELPDESK, Set.of(), WORKSTATIONS, null))
                .hasMessageContaining("operations is empty");
        assertThatThrownBy(() -> rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, "31.12.2026"))
                .hasMessageContaining("until '31.12.2026'");
        var twice = rule("L1", HELPDESK, Set.of("CL-STORE"), WORKSTATIONS, null);
        assertThatThrownBy(() -> new DelegationSettings(List.of(twice, twice))).hasMessageContaining("two rules");
    }

    /** A directory that knows one person and no host. */
    private static final class OnePerson implements Directory {
        private PersonLookup person;
        private int asked;

        private OnePerson(PersonLookup person) {
            this.person = person;
        }

        @Override
        public ComputerSearch findComputers(String typed, int limit) {
            return new ComputerSearch.Found(List.of(), false);
        }

        @Override
        public HostLookup host(HostName name) {
            return new HostLookup.Refused(FailureReason.HOST_UNKNOWN);
        }

        @Override
        public HostLookup host(UUID objectId) {
            return new HostLookup.Refused(FailureReason.HOST_UNKNOWN);
        }

        @Override
        public PersonLookup person(String accountOrSid) {
            asked++;
            return person;
        }
    }

    /** Everybody is of the helpdesk. */
    private static final class Everybody implements CurrentRoles {
        @Override
        public Set<Role> now(Actor actor) {
            return Set.of(Role.HELPDESK);
        }

        @Override
        public Set<Role> lately(Actor actor) {
            return now(actor);
        }
    }

    private static final class NoLog implements AuditLog {
        @Override
        public long record(AuditEvent event) {
            return 1;
        }

        @Override
        public long recordAlone(AuditEvent event) {
            return 1;
        }
    }
}
