package io.calmend.diagnosis;

import static io.calmend.diagnosis.Views.USERS_WRITE;
import static io.calmend.diagnosis.Views.absent;
import static io.calmend.diagnosis.Views.cache;
import static io.calmend.diagnosis.Views.expiredTemporary;
import static io.calmend.diagnosis.Views.licence;
import static io.calmend.diagnosis.Views.observed;
import static io.calmend.diagnosis.Views.permanent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Filter;
import io.calmend.cases.Cases;
import io.calmend.database.DatabaseTest;
import io.calmend.database.OnH2;
import io.calmend.database.OnPostgres;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.GivenDelegations;
import io.calmend.delegation.Permits;
import io.calmend.diagnosis.Diagnoses.CheckDecision;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.diagnosis.Diagnoses.DiagnosisAccess;
import io.calmend.diagnosis.Diagnoses.HostAccess;
import io.calmend.directory.Directory;
import io.calmend.directory.Directory.HostLookup;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.host.OfRegistry;
import io.calmend.operation.Effect;
import io.calmend.operation.GivenCatalog;
import io.calmend.operation.GivenOperation;
import io.calmend.operation.Operation;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryValue;
import io.calmend.remote.ConnectionDoctor;
import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

@DatabaseTest
@Import(DiagnosesTest.TheAuditLog.class)
abstract class DiagnosesTest {

    private static final Actor ALICE = new Actor("S-1-5-21-1-2-3-1104", "alice", "Alice Novak");
    private static final ManagedHost PC = ManagedHosts.named("PC-0421");
    private static final HostName NAME = new HostName("pc-0421");

    @ComponentScan(basePackages = {"io.calmend.audit", "io.calmend.cases"})
    static class TheAuditLog {}

    @Autowired
    AuditLog auditLog;

    @Autowired
    AuditSearch search;

    @Autowired
    DiagnosisRows rows;

    @Autowired
    Cases cases;

    @Autowired
    PlatformTransactionManager transactions;

    private ObservationResult observationResult;
    private final List<Observation> observations = new ArrayList<>();
    private ConnectionReport report;
    private HostLookup lookup;
    private HostLookup byName;
    private FailureReason denied;
    private Instant now;

    @BeforeEach
    void everythingIsWell() {
        observationResult = observed(cache(USERS_WRITE, licence(0, expiredTemporary())), absent());
        report = new ConnectionReport(List.of(
                new CheckedLayer(Layer.NAME, null, "10.0.0.7", 1), new CheckedLayer(Layer.PORT, null, "5986", 1)));
        lookup = new HostLookup.Found(PC);
        byName = null;
        denied = null;
        now = Instant.now();
        observations.clear();
    }

    private Diagnoses diagnoses() {
        return diagnoses(auditLog, DataSize.ofMegabytes(4));
    }

    private Diagnoses diagnoses(AuditLog itsLog, DataSize largest) {
        ConnectionDoctor doctor = (_, progress) -> {
            report.steps().forEach(progress);
            return report;
        };
        HostObserver observer = (_, observation) -> {
            assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                    .isFalse();
            observations.add(observation);
            return observationResult;
        };
        return new StoredDiagnoses(
                new OneHost(() -> lookup, () -> byName == null ? lookup : byName),
                new Rules((actor, host) -> denied == null
                        ? new Delegations.Decision.Allowed(
                                Permits.of("Helpdesk on workstations", actor, Delegations.DIAGNOSE, host))
                        : new Delegations.Decision.Denied(denied, null, null)),
                doctor,
                observer,
                itsLog,
                new Clearings(new GivenCatalog(List.of(clearing("CL-STORE"), clearing("CL-ALL"))), search),
                rows,
                cases,
                new DiagnosisSettings(largest),
                Clock.fixed(now, ZoneOffset.UTC),
                transactions);
    }

    /** An operation after which a client asks for new licences. */
    private static Operation clearing(String name) {
        return GivenOperation.of(name).meaning(Effect.CLEARS_LICENCES);
    }

    private Diagnosis made() {
        return made(diagnoses().diagnose(ALICE, NAME, null, _ -> {}));
    }

    private static Diagnosis made(CheckDecision outcome) {
        assertThat(outcome).isInstanceOf(CheckDecision.Made.class);
        return ((CheckDecision.Made) outcome).diagnosis();
    }

    private List<AuditEntry> inLog() {
        return search.find(Actor.PORTAL, Filter.ALL, 0, 50);
    }

    private Optional<Diagnosis> found(DiagnosisId id) {
        return diagnoses().ofHost(ALICE, PC.objectId()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    // ---- making one

    @Test
    void oneObservationOfBothViewsIsEnough() {
        made();

        assertThat(observations).containsExactly(OfRegistry.observation(MsLicensing.BOTH_VIEWS, true));
    }

    @Test
    void aDiagnosisIsStoredAndInTheAuditLog() {
        var diagnosis = made();

        assertThat(diagnosis.caseId().value()).isEqualTo(1001);
        assertThat(diagnosis.hostId()).isEqualTo(PC.objectId());
        assertThat(diagnosis.hostName()).isEqualTo("PC-0421");
        assertThat(diagnosis.failure()).isNull();
        assertThat(diagnosis.findings().getFirst().cause()).isEqualTo("client.licence-expired");
        assertThat(found(diagnosis.id())).contains(diagnosis);
        assertThat(diagnoses().latest(ALICE, PC.objectId())).contains(diagnosis);
        assertThat(inLog()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo("Diagnosed");
            assertThat(entry.hostId()).isEqualTo(PC.objectId());
            assertThat(entry.facts()).containsEntry("finding", "client.licence-expired.temporary");
        });
    }

    @Test
    void everyLayerOfTheConnectionIsReportedAsItEnds() {
        var told = new ArrayList<CheckedLayer>();

        var diagnosis = made(diagnoses().diagnose(ALICE, NAME, null, told::add));

        assertThat(told)
                .extracting(CheckedLayer::layer)
                .containsExactly(Layer.NAME, Layer.PORT, Layer.SIGN_IN, Layer.SHELL, Layer.LANGUAGE);
        assertThat(diagnosis.connection().steps()).isEqualTo(told);
        assertThat(diagnosis.connection().failed()).isNull();
    }

    @Test
    void aCaseGoesOnAcrossDiagnoses() {
        var first = made();
        var second = made(diagnoses().diagnose(ALICE, NAME, first.caseId(), _ -> {}));
        var third = made();

        assertThat(second.caseId()).isEqualTo(first.caseId());
        assertThat(third.caseId()).isNotEqualTo(first.caseId());
        assertThat(diagnoses().ofHost(ALICE, PC.objectId())).containsExactly(third, second, first);
        assertThat(diagnoses().recentOf(ALICE, 5)).containsExactly(third);
        assertThat(diagnoses().recentOf(new Actor("S-1-5-21-1-2-3-9", "bob", "Bob"), 5))
                .isEmpty();
    }

    @Test
    void aHostThatIsNotReachedIsNotAsked() {
        report = new ConnectionReport(List.of(
                new CheckedLayer(Layer.NAME, null, "10.0.0.7", 1),
                new CheckedLayer(Layer.PORT, FailureReason.HOST_UNREACHABLE, "5986: timed out", 5000)));

        var diagnosis = made();

        assertThat(observations).isEmpty();
        assertThat(diagnosis.failure()).isEqualTo(FailureReason.HOST_UNREACHABLE);
        assertThat(diagnosis.store()).isNull();
        assertThat(diagnosis.findings()).isEmpty();
        assertThat(found(diagnosis.id())).contains(diagnosis);
        assertThat(inLog().getFirst().failure()).isEqualTo(FailureReason.HOST_UNREACHABLE);
    }

    @Test
    void aRefusedObservationNamesTheLayerThatRefused() {
        record ExpectedRefusal(FailureReason reason, Layer layer, boolean signedIn) {}
        for (var refusal : List.of(
                new ExpectedRefusal(FailureReason.SIGN_IN_REJECTED, Layer.SIGN_IN, false),
                new ExpectedRefusal(FailureReason.ACCOUNT_STOPPED, Layer.SIGN_IN, false),
                new ExpectedRefusal(FailureReason.ACCESS_DENIED, Layer.SHELL, true),
                new ExpectedRefusal(FailureReason.TIMED_OUT, Layer.SHELL, false),
                new ExpectedRefusal(FailureReason.LANGUAGE_MODE, Layer.LANGUAGE, true),
                new ExpectedRefusal(FailureReason.ANSWER_MALFORMED, Layer.LANGUAGE, true))) {
            observationResult = new ObservationResult.NotObserved(refusal.reason(), "two\nlines \u202e");

            var diagnosis = made();

            assertThat(diagnosis.failure()).isEqualTo(refusal.reason());
            assertThat(diagnosis.failureDetail()).doesNotContain("\n", "\u202e");
            assertThat(diagnosis.connection().failed())
                    .isNotNull()
                    .satisfies(step -> assertThat(step.layer()).isEqualTo(refusal.layer()));
            assertThat(diagnosis.connection().steps())
                    .filteredOn(step -> step.layer() == Layer.SIGN_IN && step.failure() == null)
                    .as("sign-in is called fine only where it is known")
                    .hasSize(refusal.signedIn() ? 1 : 0);
        }
    }

    @Test
    void anAnswerTooLargeToKeepIsSaidToBe() {
        var noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        observationResult =
                observed(cache(USERS_WRITE, licence(0, RegistryValue.binary("ClientLicense", noise))), absent());

        var diagnosis = made(diagnoses(auditLog, DataSize.ofKilobytes(100)).diagnose(ALICE, NAME, null, _ -> {}));

        assertThat(diagnosis.failure()).isEqualTo(FailureReason.ANSWER_TOO_LARGE);
        assertThat(made().failure()).as("200 KB are kept by default").isNull();
    }

    @Test
    void nothingIsKeptWhereTheAuditLogCannotBeWritten() {
        AuditLog full = new AuditLog() {
            @Override
            public long record(AuditEvent event) {
                throw new IllegalStateException("the disk is full");
            }

            @Override
            public long recordAlone(AuditEvent event) {
                throw new IllegalStateException("the disk is full");
            }
        };

        assertThatThrownBy(() -> diagnoses(full, DataSize.ofMegabytes(4)).diagnose(ALICE, NAME, null, _ -> {}))
                .hasMessageContaining("disk is full");
        assertThat(diagnoses().ofHost(ALICE, PC.objectId())).isEmpty();
    }

    @Test
    void noHostIsAskedInsideATransaction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new TransactionTemplate(transactions)
                        .executeWithoutResult(_ -> diagnoses().diagnose(ALICE, NAME, null, _ -> {})));
        assertThat(observations).isEmpty();
    }

    @Test
    void aCancelledCheckIsStoredAndStaysCancelled() {
        observationResult = new ObservationResult.NotObserved(FailureReason.CANCELLED, "");
        Thread.currentThread().interrupt();

        var diagnosis = made();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(found(diagnosis.id())).isPresent();
    }

    // ---- who may

    @Test
    void aRefusalAsksNoHostAndIsInTheAuditLog() {
        denied = FailureReason.NOT_PERMITTED;

        assertThat(diagnoses().diagnose(ALICE, NAME, null, _ -> {}))
                .isEqualTo(new CheckDecision.Refused(FailureReason.NOT_PERMITTED));
        assertThat(diagnoses().open(ALICE, NAME)).isEqualTo(new HostAccess.Closed(FailureReason.NOT_PERMITTED));

        assertThat(observations).isEmpty();
        assertThat(inLog())
                .hasSize(2)
                .allSatisfy(entry -> {
                    assertThat(entry.kind()).isEqualTo("Refused");
                    assertThat(entry.failure()).isEqualTo(FailureReason.NOT_PERMITTED);
                    assertThat(entry.hostId()).isEqualTo(PC.objectId());
                })
                .extracting(entry -> entry.facts().get("asked"))
                .containsExactly("page", "diagnosis");
    }

    @Test
    void aHostThatTheDirectoryDoesNotGiveIsRefusedWithItsReason() {
        for (var reason : List.of(
                FailureReason.HOST_UNKNOWN,
                FailureReason.HOST_DISABLED,
                FailureReason.DOMAIN_CONTROLLER,
                FailureReason.DIRECTORY_UNAVAILABLE)) {
            lookup = new HostLookup.Refused(reason);

            assertThat(diagnoses().diagnose(ALICE, NAME, null, _ -> {})).isEqualTo(new CheckDecision.Refused(reason));
            assertThat(inLog().getFirst().failure()).isEqualTo(reason);
        }
        assertThat(observations).isEmpty();
    }

    @Test
    void openingAHostPageIsInTheAuditLog() {
        assertThat(diagnoses().open(ALICE, NAME)).isEqualTo(new HostAccess.Open(PC));
        assertThat(inLog()).extracting(AuditEntry::kind).containsExactly("HostOpened");
    }

    // ---- what the portal did before

    private void ended(long execution, String operation, Long undoOf, String state) {
        ended(execution, operation, undoOf, state, "INC-1");
    }

    private void ended(long execution, String operation, Long undoOf, String state, String ticket) {
        auditLog.recordAlone(new AuditEvent.Ended(
                ALICE,
                new AuditEvent.Host(PC.objectId(), PC.name()),
                new ExecutionId(execution),
                new CaseId(1),
                new OperationKey(operation),
                undoOf == null ? null : new ExecutionId(undoOf),
                AuditEvent.EndState.valueOf(state),
                null,
                ticket,
                List.of()));
    }

    @Test
    void aClearingByThePortalIsRemembered() {
        ended(1, "CL-STORE", null, "SUCCEEDED");
        now = now.plus(Duration.ofDays(12)).plusSeconds(60);

        var diagnosis = made();

        assertThat(diagnosis.store().clearedDaysAgo()).isEqualTo(12);
        assertThat(diagnosis.findings().getFirst().variant()).isEqualTo("temporary-again");
        assertThat(diagnosis.findings().getFirst().repair()).isNull();
        assertThat(found(diagnosis.id())).as("as it was known then").contains(diagnosis);
    }

    @Test
    void onlyAClearingThatHappenedCounts() {
        ended(1, "CL-STORE", null, "NOT_CHANGED");
        ended(2, "CL-EXPORT", null, "SUCCEEDED");
        ended(3, "CL-RESTORE", null, "SUCCEEDED");
        assertThat(made().store().clearedDaysAgo()).isNull();

        ended(4, "CL-ALL", null, "SUCCEEDED");
        assertThat(made().store().clearedDaysAgo()).isZero();

        ended(5, "CL-ALL", 4L, "SUCCEEDED");
        assertThat(made().store().clearedDaysAgo()).as("it was undone").isNull();
    }

    @Test
    void backupsAfterAClearingDoNotHideIt() {
        ended(1, "CL-STORE", null, "SUCCEEDED");
        for (var backup = 2; backup < 42; backup++) {
            ended(backup, "CL-EXPORT", null, "SUCCEEDED");
        }

        assertThat(made().store().clearedDaysAgo()).isZero();
    }

    /** Whoever wants a second fresh start could write the operation's key into tickets, where a search finds it too. */
    @Test
    void ticketsThatNameTheOperationDoNotHideAClearing() {
        ended(1, "CL-STORE", null, "SUCCEEDED");
        for (var backup = 2; backup < 252; backup++) {
            ended(backup, "CL-EXPORT", null, "SUCCEEDED", "CL-STORE CL-ALL");
        }

        assertThat(made().store().clearedDaysAgo()).isZero();
    }

    @Test
    void aClearingLongAgoIsForgotten() {
        ended(1, "CL-STORE", null, "SUCCEEDED");
        now = now.plus(Duration.ofDays(92));

        assertThat(made().store().clearedDaysAgo()).isNull();
    }

    @Test
    void anUnknownDiagnosisIsNotFound() {
        assertThat(diagnoses().open(ALICE, new DiagnosisId(4711))).isEqualTo(new DiagnosisAccess.Unknown());
        assertThat(diagnoses().latest(ALICE, UUID.randomUUID())).isEmpty();
    }

    @Test
    void aCaseThatIsNotAboutTheComputerIsRefusedBeforeAnythingIsRead() {
        assertThat(diagnoses().diagnose(ALICE, NAME, new CaseId(4711), _ -> {}))
                .isEqualTo(new CheckDecision.Refused(FailureReason.CASE_UNKNOWN));
        assertThat(observations).isEmpty();
        assertThat(inLog())
                .singleElement()
                .satisfies(entry -> assertThat(entry.failure()).isEqualTo(FailureReason.CASE_UNKNOWN));

        var first = made();
        var second = made(diagnoses().diagnose(ALICE, NAME, first.caseId(), _ -> {}));
        assertThat(second.caseId()).isEqualTo(first.caseId());
    }

    @Test
    void aDiagnosisOfAnEarlierComputerAccountIsNotShownBesideTheNewOne() {
        var diagnosis = made();
        lookup = new HostLookup.Refused(FailureReason.HOST_UNKNOWN);
        byName = new HostLookup.Found(ManagedHosts.successorOf(PC));

        assertThat(diagnoses().open(ALICE, diagnosis.id()))
                .isEqualTo(new DiagnosisAccess.Closed("PC-0421", FailureReason.HOST_REPLACED));
        assertThat(inLog().getFirst().failure()).isEqualTo(FailureReason.HOST_REPLACED);
    }

    @Test
    void aDiagnosisOfARenamedComputerIsShownUnderItsNameOfToday() {
        var diagnosis = made();
        var renamed = ManagedHosts.renamed(PC, "PC-9999");
        lookup = new HostLookup.Found(renamed);
        byName = new HostLookup.Refused(FailureReason.HOST_UNKNOWN);

        assertThat(diagnoses().open(ALICE, diagnosis.id()))
                .isInstanceOfSatisfying(
                        DiagnosisAccess.Open.class,
                        open -> assertThat(open.host().name()).isEqualTo("PC-9999"));
    }

    @Test
    void aSoundClientHasNothingToRepair() {
        observationResult = observed(cache(USERS_WRITE, licence(0, permanent(40))), absent());

        assertThat(made().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.cause()).isEqualTo("other.harmless");
            assertThat(finding.repair()).isNull();
        });
    }

    private record OneHost(Supplier<HostLookup> answer, Supplier<HostLookup> byName) implements Directory {
        @Override
        public ComputerSearch findComputers(String typed, int limit) {
            return new ComputerSearch.Failed(FailureReason.DIRECTORY_UNAVAILABLE);
        }

        @Override
        public HostLookup host(HostName name) {
            return byName.get();
        }

        @Override
        public HostLookup host(UUID objectId) {
            return answer.get();
        }

        @Override
        public PersonLookup person(String accountOrSid) {
            return new PersonLookup.Refused(FailureReason.PERSON_UNKNOWN);
        }
    }

    private static final class Rules extends GivenDelegations {
        private final BiFunction<Actor, ManagedHost, Decision> answer;

        private Rules(BiFunction<Actor, ManagedHost, Decision> answer) {
            this.answer = answer;
        }

        @Override
        public Decision decide(Actor actor, OperationKey operation, ManagedHost host) {
            assertThat(operation).isEqualTo(DIAGNOSE);
            return answer.apply(actor, host);
        }

        @Override
        public Set<UUID> visible(Actor actor, Collection<UUID> hosts) {
            return answer.apply(actor, PC) instanceof Decision.Allowed ? Set.copyOf(hosts) : Set.of();
        }
    }
}

@OnH2
class DiagnosesOnH2Test extends DiagnosesTest {}

@OnPostgres
class DiagnosesOnPostgresTest extends DiagnosesTest {}
