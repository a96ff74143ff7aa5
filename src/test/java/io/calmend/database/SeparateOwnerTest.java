package io.calmend.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calmend.project.Guide;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables belong to one account and the portal uses another, by the manual's own commands. */
class SeparateOwnerTest {

    @Test
    void portalWorksAndCanTakeNothingBack() {
        var commands = Guide.block("operations.md", "Database", "sql").text().split("\\\\connect calmend\n");
        for (var command : commands[0].lines().toList()) {
            Databases.Server.execute(command);
        }
        var url = Databases.Server.addressOf("calmend");
        Databases.Server.executeIn("calmend", commands[1]);
        try (var portal = new SpringApplicationBuilder(DatabaseTest.Slice.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=" + Databases.Server.ROLE,
                        "--spring.flyway.user=calmend_owner",
                        "--spring.main.banner-mode=off")) {
            var database = portal.getBean(JdbcClient.class);
            assertThat(database.sql("select current_user").query(String.class).single())
                    .isEqualTo(Databases.Server.ROLE);
            assertThat(database.sql("select number from audit_head for update")
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(database.sql("select nextval('case_number')")
                            .query(Long.class)
                            .single())
                    .isPositive();
            for (var sql : List.of(
                    "truncate audit_entry",
                    "delete from audit_entry",
                    "update audit_entry set hash = ''",
                    "drop table audit_entry",
                    "alter table audit_entry add column more integer",
                    "delete from backup",
                    "delete from execution_event",
                    "update execution_event set seq = 0",
                    "update execution_plan set document = ''",
                    "update execution_plan set valid_until = now()",
                    "truncate execution_plan cascade",
                    "update diagnosis set answer = ''",
                    "delete from diagnosis",
                    "update case_host set case_id = 1",
                    "delete from case_host")) {
                assertThatExceptionOfType(DataAccessException.class)
                        .as(sql)
                        .isThrownBy(() -> database.sql(sql).update());
            }
            assertThat(database.sql("""
                                    insert into execution_plan (digest, actor_sid, host_id, valid_until, document)
                                    values ('', '', gen_random_uuid(), now(), ''), ('', '', gen_random_uuid(), now(), '')
                                    """).update()).isEqualTo(2);
            assertThat(database.sql("""
                                    insert into execution (plan_id, plan_digest, case_id, operation, operation_version,
                                        host_id, host_name, actor_sid, actor_account, actor_name, reason, ticket,
                                        allowed_by, state, started_at, events, sent, node, observations)
                                    select id, '', 1, '', 1, host_id, '', '', '', '', '', '', '', 'INTENDED', now(), 0, 0,
                                        '', 0 from execution_plan order by id limit 1
                                    """).update()).as("a run names its plan").isOne();
            assertThat(database.sql("delete from execution_plan where id = (select max(id) from execution_plan)")
                            .update())
                    .as("plans are forgotten")
                    .isOne();
            // PostgreSQL only warns that nothing could be granted
            database.sql("grant all on audit_entry to calmend").update();
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> database.sql("truncate audit_entry").update())
                    .withStackTraceContaining("permission denied");
        }
    }
}
