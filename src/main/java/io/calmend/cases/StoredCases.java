package io.calmend.cases;

import io.calmend.vocabulary.CaseId;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Stores cases in the database, one row for each computer of each case. */
@Service
class StoredCases implements Cases {

    private final JdbcClient database;

    StoredCases(JdbcClient database) {
        this.database = database;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public CaseId open(UUID host) {
        var id = database.sql("select nextval('case_number')").query(Long.class).single();
        database.sql("insert into case_host (case_id, host_id) values (:id, :host)")
                .param("id", id)
                .param("host", host)
                .update();
        return new CaseId(id);
    }

    @Override
    @Transactional(readOnly = true)
    public boolean isAbout(CaseId id, UUID host) {
        return database.sql("select 1 from case_host where case_id = :id and host_id = :host")
                .param("id", id.value())
                .param("host", host)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
