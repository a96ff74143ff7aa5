package io.calmend.delegation;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditTrail;
import io.calmend.vocabulary.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The switch as one row that is there while changes are stopped. Turned by administrators alone. */
@Service
class StoredChangeSwitch implements ChangeSwitch {

    private static final int LONGEST_REASON = 500;

    private final JdbcClient database;
    private final AuditTrail trail;
    private final Clock clock;

    StoredChangeSwitch(JdbcClient database, AuditTrail trail, Clock clock) {
        this.database = database;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public Optional<Stop> stopped() {
        return database.sql("select stopped_by, stopped_at, reason from change_stop where id = 1")
                .query(StoredChangeSwitch::stop)
                .optional();
    }

    private static Stop stop(ResultSet row, int number) throws SQLException {
        return new Stop(
                row.getString("stopped_by"),
                row.getObject("stopped_at", OffsetDateTime.class).toInstant(),
                row.getString("reason"));
    }

    @Override
    @Transactional
    public void stop(Actor administrator, String reason) {
        var text = reason.strip();
        if (text.isEmpty() || text.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("a reason of at most " + LONGEST_REASON + " characters is needed");
        }
        var turned = database.sql("insert into change_stop (id, stopped_by, stopped_at, reason)"
                        + " select 1, :by, :at, :reason where not exists (select 1 from change_stop where id = 1)")
                .param("by", administrator.displayName())
                .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .param("reason", text)
                .update();
        if (turned == 1) {
            trail.record(new AuditEvent.ChangesStopped(administrator, text));
        }
    }

    @Override
    @Transactional
    public void allow(Actor administrator) {
        if (database.sql("delete from change_stop where id = 1").update() == 1) {
            trail.record(new AuditEvent.ChangesAllowed(administrator));
        }
    }
}
