package io.calmend.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calmend.house.Guide;
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
                    "truncate audit_record",
                    "delete from audit_record",
                    "update audit_record set hash = ''",
                    "drop table audit_record",
                    "alter table audit_record add column more integer",
                    "delete from backup",
                    "delete from execution_event",
                    "update execution_event set seq = 0")) {
                assertThatExceptionOfType(DataAccessException.class)
                        .as(sql)
                        .isThrownBy(() -> database.sql(sql).update());
            }
            // PostgreSQL only warns that nothing could be granted
            database.sql("grant all on audit_record to calmend").update();
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> database.sql("truncate audit_record").update())
                    .withStackTraceContaining("permission denied");
        }
    }
}
