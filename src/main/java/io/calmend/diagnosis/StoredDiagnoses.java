package io.calmend.diagnosis;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.cases.Cases;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.directory.Directory;
import io.calmend.directory.Directory.HostLookup;
import io.calmend.directory.ManagedHost;
import io.calmend.host.Facet;
import io.calmend.licensing.ClientRules;
import io.calmend.licensing.Finding;
import io.calmend.registry.MsLicensing;
import io.calmend.remote.ConnectionDoctor;
import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Observation;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.Computing;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes diagnoses and stores the raw answers of the hosts; findings are computed each time a diagnosis is read. */
@Service
class StoredDiagnoses implements Diagnoses {

    private static final Observation CLIENT = new Observation(
            MsLicensing.BOTH_VIEWS.stream().<Facet>map(Facet.Registry::new).toList(), List.of(), true);
    private static final int MOST_OF_A_HOST = 50;

    private final Directory directory;
    private final Delegations delegations;
    private final ConnectionDoctor doctor;
    private final HostObserver observer;
    private final AuditLog auditLog;
    private final Clearings clearings;
    private final DiagnosisRows rows;
    private final Cases cases;
    private final DiagnosisSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    StoredDiagnoses(
            Directory directory,
            Delegations delegations,
            ConnectionDoctor doctor,
            HostObserver observer,
            AuditLog auditLog,
            Clearings clearings,
            DiagnosisRows rows,
            Cases cases,
            DiagnosisSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.directory = directory;
        this.delegations = delegations;
        this.doctor = doctor;
        this.observer = observer;
        this.auditLog = auditLog;
        this.clearings = clearings;
        this.rows = rows;
        this.cases = cases;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    // ---- checking a host

    @Override
    public CheckDecision diagnose(
            Actor actor, HostName host, @Nullable CaseId caseId, Consumer<CheckedLayer> progress) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("no computer is asked inside a transaction");
        }
        return switch (access(actor, host, "diagnosis")) {
            case HostAccess.Closed(var reason) -> new CheckDecision.Refused(reason);
            case HostAccess.Open(var managed) -> {
                if (caseId != null && !cases.isAbout(caseId, managed.objectId())) {
                    refuse(actor, "diagnosis", host.value(), managed, FailureReason.CASE_UNKNOWN);
                    yield new CheckDecision.Refused(FailureReason.CASE_UNKNOWN);
                }
                yield new CheckDecision.Made(keep(actor, managed, caseId, ask(managed, progress)));
            }
        };
    }

    private CheckAnswer ask(ManagedHost host, Consumer<CheckedLayer> progress) {
        var report = doctor.examine(host, progress);
        var failed = report.failed();
        if (failed != null) {
            return new CheckAnswer(report, null, null, failed.failure(), CheckedLayers.bounded(failed.detail()));
        }
        var started = System.nanoTime();
        var observationResult = observer.observe(host, CLIENT);
        var command = CheckedLayers.of(observationResult, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        command.forEach(progress);
        var steps = new ArrayList<>(report.steps());
        steps.addAll(command);
        var whole = new ConnectionReport(steps);
        return switch (observationResult) {
            case ObservationResult.Observed observed ->
                new CheckAnswer(whole, observed, clearings.daysAgo(host.objectId(), clock.instant()), null, "");
            case ObservationResult.NotObserved(var reason, var detail) ->
                new CheckAnswer(whole, null, null, reason, CheckedLayers.bounded(detail));
        };
    }

    private Diagnosis keep(Actor actor, ManagedHost host, @Nullable CaseId caseId, CheckAnswer answered) {
        var largest = settings.largestAnswer().toBytes();
        var document = Computing.compute(() -> AnswerDocument.write(answered, largest))
                .or(() -> AnswerDocument.write(tooLarge(answered), largest))
                .orElseThrow(() -> new IllegalStateException("the steps of a connection do not fit a document"));
        // the precision of the database, so that a diagnosis is the same when it is read again
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return uninterrupted(() -> transaction.execute(_ -> {
            var belongsTo = caseId == null ? cases.open(host.objectId()) : caseId;
            var row = rows.save(new DiagnosisRow(
                    belongsTo, host.objectId(), host.name(), actor, at, ClientRules.VERSION, document));
            var diagnosis = diagnosis(row);
            auditLog.record(new AuditEvent.Diagnosed(
                    actor,
                    inLog(host),
                    diagnosis.id(),
                    belongsTo,
                    diagnosis.findings().isEmpty()
                            ? null
                            : diagnosis.findings().getFirst().code(),
                    diagnosis.failure()));
            return diagnosis;
        }));
    }

    private static CheckAnswer tooLarge(CheckAnswer answered) {
        return new CheckAnswer(
                answered.connection(),
                null,
                null,
                FailureReason.ANSWER_TOO_LARGE,
                "The answer is larger than Calmend saves.");
    }

    /** Stores even a cancelled check: an interrupt while writing would make H2 close the database file. */
    private static <T> T uninterrupted(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // ---- permission

    @Override
    public HostAccess open(Actor actor, HostName host) {
        var access = access(actor, host, "page");
        if (access instanceof HostAccess.Open(var managed)) {
            auditLog.recordAlone(new AuditEvent.HostOpened(actor, inLog(managed)));
        }
        return access;
    }

    @Override
    public DiagnosisAccess open(Actor actor, DiagnosisId id) {
        var found = rows.findById(id.value());
        if (found.isEmpty()) {
            return new DiagnosisAccess.Unknown();
        }
        var row = found.get();
        return switch (access(actor, ofToday(row), "page", id.toString())) {
            case HostAccess.Closed(var reason) -> new DiagnosisAccess.Closed(row.hostName, reason);
            case HostAccess.Open(var host) -> {
                auditLog.recordAlone(new AuditEvent.HostOpened(actor, inLog(host)));
                yield new DiagnosisAccess.Open(diagnosis(row), host);
            }
        };
    }

    /** The host by its object id, unless the name that people read now belongs to another computer account. */
    private HostLookup ofToday(DiagnosisRow row) {
        var host = directory.host(row.hostId);
        var sameName =
                host instanceof HostLookup.Found(var found) && found.name().equalsIgnoreCase(row.hostName);
        if (sameName || isUnavailable(host)) {
            return host;
        }
        return HostName.read(row.hostName) instanceof HostName.Reading.Accepted(var name)
                        && directory.host(name) instanceof HostLookup.Found(var other)
                        && !other.objectId().equals(row.hostId)
                ? new HostLookup.Refused(FailureReason.HOST_REPLACED)
                : host;
    }

    private static boolean isUnavailable(HostLookup lookup) {
        return lookup instanceof HostLookup.Refused(var reason) && reason == FailureReason.DIRECTORY_UNAVAILABLE;
    }

    private HostAccess access(Actor actor, HostName name, String asked) {
        return access(actor, directory.host(name), asked, name.value());
    }

    private HostAccess access(Actor actor, HostLookup lookup, String asked, String subject) {
        return switch (lookup) {
            case HostLookup.Refused(var reason) -> refuse(actor, asked, subject, null, reason);
            case HostLookup.Found(var host) ->
                switch (delegations.decide(actor, Delegations.DIAGNOSE, host)) {
                    case Decision.Allowed _ -> new HostAccess.Open(host);
                    case Decision.Denied denied -> refuse(actor, asked, subject, host, denied.reason());
                };
        };
    }

    private HostAccess refuse(
            Actor actor, String asked, String subject, @Nullable ManagedHost host, FailureReason reason) {
        auditLog.recordAlone(new AuditEvent.Refused(
                actor, asked, subject, host == null ? null : inLog(host), Delegations.DIAGNOSE, reason, null));
        return new HostAccess.Closed(reason);
    }

    private boolean maySee(Actor actor, UUID host) {
        if (delegations.maySee(actor, host)) {
            return true;
        }
        refuse(actor, "history", host.toString(), null, FailureReason.NOT_PERMITTED);
        return false;
    }

    private static AuditEvent.Host inLog(ManagedHost host) {
        return new AuditEvent.Host(host.objectId(), host.name());
    }

    // ---- reading stored diagnoses

    @Override
    public Optional<Diagnosis> latest(Actor actor, UUID host) {
        return newest(actor, host, 1).stream().findFirst();
    }

    @Override
    public List<Diagnosis> ofHost(Actor actor, UUID host) {
        return newest(actor, host, MOST_OF_A_HOST);
    }

    private List<Diagnosis> newest(Actor actor, UUID host, int most) {
        if (!maySee(actor, host)) {
            return List.of();
        }
        return rows.findByHostIdOrderByIdDesc(host, Limit.of(most)).stream()
                .map(StoredDiagnoses::diagnosis)
                .toList();
    }

    @Override
    public List<Diagnosis> recentOf(Actor actor, int limit) {
        if (limit < 1) {
            return List.of();
        }
        var newest = rows.newestOfEachHost(actor.sid(), Limit.of(limit));
        var visible = delegations.visible(
                actor, newest.stream().map(row -> row.hostId).toList());
        return newest.stream()
                .filter(row -> visible.contains(row.hostId))
                .map(StoredDiagnoses::diagnosis)
                .toList();
    }

    private static Diagnosis diagnosis(DiagnosisRow row) {
        // compression reduces it to about a tenth
        return Computing.compute(10 * row.answer.length, () -> judged(row));
    }

    private static Diagnosis judged(DiagnosisRow row) {
        var answered = AnswerDocument.read(row.answer);
        var observed = answered.observed();
        var store = observed == null ? null : ClientStores.read(observed, answered.clearedDaysAgo());
        Instant at = row.madeAt;
        List<Finding> findings = store == null ? List.of() : ClientRules.judge(store, at);
        return new Diagnosis(
                row.diagnosisId(),
                new CaseId(row.caseId),
                row.hostId,
                row.hostName,
                row.actor(),
                at,
                answered.connection(),
                answered.failure(),
                answered.failureDetail(),
                store,
                findings);
    }
}
