package io.calmend.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables belong to one account and the portal uses another, as the manual tells. */
class SeparateOwnerTest {

    @Test
    void portalWorksAndCanTakeNothingBack() {
        var url = Databases.Server.newDatabase();
        Databases.Server.execute("create role calmend_portal login");
        Databases.Server.executeAsOwner(
                url,
                "alter default privileges for role " + Databases.Server.ROLE
                        + " grant select, insert, update, delete on tables to calmend_portal",
                "alter default privileges for role " + Databases.Server.ROLE
                        + " grant usage on sequences to calmend_portal");
        try (var portal = new SpringApplicationBuilder(DatabaseTest.Slice.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + url,
                        "--spring.datasource.username=calmend_portal",
                        "--spring.flyway.user=" + Databases.Server.ROLE,
                        "--spring.main.banner-mode=off")) {
            var database = portal.getBean(JdbcClient.class);
            assertThat(database.sql("select current_user").query(String.class).single())
                    .isEqualTo("calmend_portal");
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
            database.sql("grant all on audit_record to calmend_portal").update();
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> database.sql("truncate audit_record").update())
                    .withStackTraceContaining("permission denied");
        }
    }
}
