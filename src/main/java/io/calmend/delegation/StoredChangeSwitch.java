package io.calmend.delegation;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.database.PortalLock;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.RequestText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stores the switch as one row that exists while an administrator has stopped changes. Also reports changes as stopped
 * while it is not certain that no other portal uses the database.
 */
@Service
class StoredChangeSwitch implements ChangeSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(StoredChangeSwitch.class);

    private static final ResourceBundle WORDS = ResourceBundle.getBundle("vaadin-i18n/translations", Locale.ROOT);

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final JdbcClient database;
    private final PortalLock alone;
    private final AuditLog auditLog;
    private final Clock clock;

    StoredChangeSwitch(JdbcClient database, PortalLock alone, AuditLog auditLog, Clock clock) {
        this.database = database;
        this.alone = alone;
        this.auditLog = auditLog;
        this.clock = clock;
        alone.listen(this::tell);
    }

    /** Not in a transaction: asking for the lock may take a while, and no connection should be held meanwhile. */
    @Override
    public Optional<Stop> stopped() {
        if (!alone.held()) {
            return Optional.of(new Stop(
                    Actor.PORTAL.displayName(), clock.instant(), WORDS.getString("delegation.notAlone"), true));
        }
        return database.sql("select stopped_by, stopped_at, reason from change_stop where id = 1")
                .query(StoredChangeSwitch::stop)
                .optional();
    }

    private static Stop stop(ResultSet row, int number) throws SQLException {
        return new Stop(
                row.getString("stopped_by"),
                row.getObject("stopped_at", OffsetDateTime.class).toInstant(),
                row.getString("reason"),
                false);
    }

    @Override
    @Transactional
    public Optional<FailureReason> stop(Actor administrator, String reason) {
        var text = reason.strip();
        var wrong = RequestText.reason(text);
        if (wrong.isPresent()) {
            return refused(administrator, "stop", wrong.get());
        }
        var turned = database.sql("insert into change_stop (id, stopped_by, stopped_at, reason)"
                        + " select 1, :by, :at, :reason where not exists (select 1 from change_stop where id = 1)")
                .param("by", administrator.displayName())
                .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("reason", text)
                .update();
        if (turned == 0) {
            return refused(administrator, "stop", FailureReason.CHANGES_STOPPED);
        }
        auditLog.record(new AuditEvent.ChangesStopped(administrator, text));
        tellAfterCommit();
        return Optional.empty();
    }

    @Override
    @Transactional
    public Optional<FailureReason> allow(Actor administrator) {
        if (database.sql("delete from change_stop where id = 1").update() == 0) {
            return refused(administrator, "allow", FailureReason.CHANGES_NOT_STOPPED);
        }
        auditLog.record(new AuditEvent.ChangesAllowed(administrator));
        tellAfterCommit();
        return Optional.empty();
    }

    private Optional<FailureReason> refused(Actor administrator, String asked, FailureReason reason) {
        auditLog.record(new AuditEvent.Refused(administrator, asked, "", null, null, reason, null));
        return Optional.of(reason);
    }

    @Override
    public Subscription listen(Runnable turned) {
        // wrapped, so that the same listener may subscribe twice
        var own = new Listener(turned);
        listeners.add(own);
        return () -> listeners.removeIf(other -> other == own);
    }

    private void tellAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                // a listener reads the state again, which is impossible while this transaction is being completed
                Thread.startVirtualThread(StoredChangeSwitch.this::tell);
            }
        });
    }

    private void tell() {
        for (var listener : listeners) {
            try {
                listener.turned().run();
            } catch (RuntimeException broken) {
                LOG.warn("An open page could not be informed that changes were stopped or allowed.", broken);
            }
        }
    }

    private record Listener(Runnable turned) {}
}
