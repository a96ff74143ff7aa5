package io.calmend.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes everything that uses the database wait for the portal's lock, which is taken before the first migration. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** How long PostgreSQL may take to notice, over a network, that a killed portal is gone. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration EVERY = Duration.ofSeconds(5);

    @Bean
    PortalLock portalLock(HikariDataSource pool, ConfigurableApplicationContext application) {
        var url = pool.getJdbcUrl();
        var database = DatabaseAddress.of(pool);
        try {
            if (DatabaseAddress.isPostgres(url)) {
                return PostgresLock.take(database, TIMEOUT, EVERY, () -> end(application));
            }
            DatabaseFile.protect(url);
            return EmbeddedLock.take(url, database);
        } catch (SQLException refused) {
            // what follows the first ? or ; of the address may hold a password
            throw new DatabaseUnusableException("The database " + url.split("[?;]", 2)[0] + " cannot be used: "
                    + String.valueOf(refused.getMessage()).lines().findFirst().orElse(""));
        }
    }

    @Bean
    FlywayMigrationStrategy migrateAlone(PortalLock lock) {
        return flyway -> {
            if (!lock.held()) {
                throw new DatabaseUnusableException("The database no longer responds: start Calmend when it does.");
            }
            flyway.migrate();
        };
    }

    /** Replaces Spring Boot's own bean of that name. */
    @Bean
    HealthIndicator dbHealthIndicator(DataSource database) {
        return new DatabaseHealth(database);
    }

    private static void end(ConfigurableApplicationContext application) {
        application.close();
        Runtime.getRuntime().exit(1);
    }
}
