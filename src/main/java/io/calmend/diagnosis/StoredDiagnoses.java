package io.calmend.diagnosis;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditTrail;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.directory.Directory;
import io.calmend.directory.Directory.HostLookup;
import io.calmend.directory.ManagedHost;
import io.calmend.licensing.ClientRules;
import io.calmend.licensing.Finding;
import io.calmend.operation.MsLicensing;
import io.calmend.operation.Observation;
import io.calmend.remote.ConnectionDoctor;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.remote.ConnectionDoctor.Step;
import io.calmend.remote.HostObserver;
import io.calmend.remote.Sight;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
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

/** Diagnoses kept as the raw answers of the hosts; what they mean is worked out whenever one is read. */
@Service
class StoredDiagnoses implements Diagnoses {

    private static final int MOST_OF_A_HOST = 50;

    private final Directory directory;
    private final Delegations delegations;
    private final ConnectionDoctor doctor;
    private final HostObserver observer;
    private final AuditTrail trail;
    private final Clearings clearings;
    private final DiagnosisRows rows;
    private final DiagnosisSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    StoredDiagnoses(
            Directory directory,
            Delegations delegations,
            ConnectionDoctor doctor,
            HostObserver observer,
            AuditTrail trail,
            Clearings clearings,
            DiagnosisRows rows,
            DiagnosisSettings settings,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.directory = directory;
        this.delegations = delegations;
        this.doctor = doctor;
        this.observer = observer;
        this.trail = trail;
        this.clearings = clearings;
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    // ---- making one

    @Override
    public Outcome diagnose(Actor actor, HostName host, @Nullable CaseId caseId, Consumer<Step> progress) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("no host is asked inside a transaction");
        }
        return switch (access(actor, host, "diagnosis")) {
            case HostAccess.Closed(var reason) -> new Outcome.Refused(reason);
            case HostAccess.Open(var managed) -> new Outcome.Made(keep(actor, managed, caseId, ask(managed, progress)));
        };
    }

    private Answered ask(ManagedHost host, Consumer<Step> progress) {
        var report = doctor.examine(host, progress);
        var failed = report.failed();
        if (failed != null) {
            return new Answered(report, null, null, failed.failure(), ConnectionSteps.bounded(failed.detail()));
        }
        var started = System.nanoTime();
        var sight = observer.observe(host, new Observation(MsLicensing.BOTH_VIEWS, true));
        var command = ConnectionSteps.of(sight, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        command.forEach(progress);
        var steps = new ArrayList<>(report.steps());
        steps.addAll(command);
        var whole = new ConnectionReport(steps);
        return switch (sight) {
            case Sight.Seen seen ->
                new Answered(whole, seen, clearings.daysAgo(host.objectId(), clock.instant()), null, "");
            case Sight.NotSeen(var reason, var detail) ->
                new Answered(whole, null, null, reason, ConnectionSteps.bounded(detail));
        };
    }

    private Diagnosis keep(Actor actor, ManagedHost host, @Nullable CaseId caseId, Answered answered) {
        var largest = settings.largestAnswer().toBytes();
        var fitting = AnswerDocument.write(answered, largest).isPresent() ? answered : tooLarge(answered);
        var document = AnswerDocument.write(fitting, largest)
                .orElseThrow(() -> new IllegalStateException("the way to a host does not fit a document"));
        // what the database keeps, so that a diagnosis reads the same when it is found again
        var at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return uninterrupted(() -> transaction.execute(_ -> {
            var belongsTo = caseId == null ? new CaseId(rows.nextCase()) : caseId;
            var row = rows.save(new DiagnosisRow(
                    belongsTo, host.objectId(), host.name(), actor, at, ClientRules.VERSION, document));
            var diagnosis = diagnosis(row);
            trail.record(new AuditEvent.Diagnosed(
                    actor,
                    onTrail(host),
                    diagnosis.id(),
                    belongsTo,
                    diagnosis.findings().isEmpty()
                            ? null
                            : diagnosis.findings().getFirst().cause(),
                    diagnosis.failure()));
            return diagnosis;
        }));
    }

    private static Answered tooLarge(Answered answered) {
        return new Answered(
                answered.connection(),
                null,
                null,
                FailureReason.ANSWER_TOO_LARGE,
                "The answer is larger than what is kept.");
    }

    /** A check that was cancelled is stored all the same: an interrupt would close the database's file under it. */
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

    // ---- who may look

    @Override
    public HostAccess open(Actor actor, HostName host) {
        var access = access(actor, host, "page");
        if (access instanceof HostAccess.Open(var managed)) {
            trail.recordAlone(new AuditEvent.HostOpened(actor, onTrail(managed)));
        }
        return access;
    }

    private HostAccess access(Actor actor, HostName name, String asked) {
        return switch (directory.host(name)) {
            case HostLookup.Refused(var reason) -> refuse(actor, asked, name, null, reason);
            case HostLookup.Found(var host) ->
                switch (delegations.decide(actor, Delegations.DIAGNOSE, host)) {
                    case Decision.Allowed _ -> new HostAccess.Open(host);
                    case Decision.Denied denied -> refuse(actor, asked, name, host, denied.reason());
                };
        };
    }

    private HostAccess refuse(
            Actor actor, String asked, HostName name, @Nullable ManagedHost host, FailureReason reason) {
        trail.recordAlone(new AuditEvent.Refused(
                actor, asked, name.value(), host == null ? null : onTrail(host), Delegations.DIAGNOSE, reason, null));
        return new HostAccess.Closed(reason);
    }

    private static AuditEvent.Host onTrail(ManagedHost host) {
        return new AuditEvent.Host(host.objectId(), host.name());
    }

    // ---- reading them again

    @Override
    public Optional<Diagnosis> find(DiagnosisId id) {
        return rows.findById(id.value()).map(StoredDiagnoses::diagnosis);
    }

    @Override
    public Optional<Diagnosis> latest(UUID host) {
        return rows.findByHostIdOrderByIdDesc(host, Limit.of(1)).stream()
                .findFirst()
                .map(StoredDiagnoses::diagnosis);
    }

    @Override
    public List<Diagnosis> ofHost(UUID host) {
        return rows.findByHostIdOrderByIdDesc(host, Limit.of(MOST_OF_A_HOST)).stream()
                .map(StoredDiagnoses::diagnosis)
                .toList();
    }

    @Override
    public List<Diagnosis> recentOf(Actor actor, int limit) {
        if (limit < 1) {
            return List.of();
        }
        return rows.newestOfEachHost(actor.sid(), Limit.of(limit)).stream()
                .map(StoredDiagnoses::diagnosis)
                .toList();
    }

    private static Diagnosis diagnosis(DiagnosisRow row) {
        var answered = AnswerDocument.read(row.answer);
        var seen = answered.seen();
        var store = seen == null ? null : ClientStores.read(seen, answered.clearedDaysAgo());
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
