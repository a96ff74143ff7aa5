package io.calmend.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.HashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Tells the migrations, as {@code ${portal}}, to which account they give rights: it need not be the one that runs them; and, as
 * {@code ${idAlone}}, how a right on one column is written.
 */
@Configuration(proxyBeanMethods = false)
class Migrations {

    @Bean
    FlywayConfigurationCustomizer portalAccount(HikariDataSource pool, ObjectProvider<PortalLock> alone) {
        return flyway -> {
            // nothing is asked of the database before it is this portal's alone
            var _ = alone.getIfAvailable();
            var placeholders = new HashMap<>(flyway.getPlaceholders());
            try (var connection = DatabaseAddress.of(pool).connect()) {
                var about = connection.getMetaData();
                placeholders.put("portal", about.getUserName());
                // H2 knows no rights on a column, and none at all that its own account would keep to
                placeholders.put("idAlone", about.getDatabaseProductName().equals("PostgreSQL") ? "(id)" : "");
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
            flyway.placeholders(placeholders);
        };
    }
}
