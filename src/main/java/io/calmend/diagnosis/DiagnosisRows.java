package io.calmend.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The stored diagnoses; rows are only ever added. */
interface DiagnosisRows extends Repository<DiagnosisRow, Long> {

    DiagnosisRow save(DiagnosisRow row);

    Optional<DiagnosisRow> findById(long id);

    List<DiagnosisRow> findByHostIdOrderByIdDesc(UUID hostId, Limit limit);

    /** The newest diagnosis that the person made of each host, newest first. */
    @Query("""
            select d from DiagnosisRow d
            where d.actorSid = :sid
              and d.id = (select max(o.id) from DiagnosisRow o where o.actorSid = d.actorSid and o.hostId = d.hostId)
            order by d.id desc""")
    List<DiagnosisRow> newestOfEachHost(String sid, Limit limit);
}
