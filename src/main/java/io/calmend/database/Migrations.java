package io.calmend.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.HashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Gives the migrations two placeholders: {@code ${portal}}, the account that gets privileges, which need not be the
 * one that runs the migrations; and {@code ${idAlone}}, the syntax of a privilege on one column.
 */
@Configuration(proxyBeanMethods = false)
class Migrations {

    @Bean
    FlywayConfigurationCustomizer portalAccount(HikariDataSource pool, ObjectProvider<PortalLock> alone) {
        return flyway -> {
            // the database is not used before the lock is held
            var _ = alone.getIfAvailable();
            var placeholders = new HashMap<>(flyway.getPlaceholders());
            try (var connection = DatabaseAddress.of(pool).connect()) {
                var about = connection.getMetaData();
                placeholders.put("portal", about.getUserName());
                // H2 has no privileges on columns, and its administrator account needs no privileges
                placeholders.put("idAlone", about.getDatabaseProductName().equals("PostgreSQL") ? "(id)" : "");
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
            flyway.placeholders(placeholders);
        };
    }
}
