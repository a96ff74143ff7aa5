package io.calmend.health;

import io.calmend.database.DatabaseFile;
import io.calmend.database.DatabaseUnusableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Checks whether the database answers, is recent enough and has the portal's privileges. Opens one connection of its
 * own.
 */
@Component
@Order(50)
class DatabaseCheck implements HealthCheck {

    private static final int OLDEST_POSTGRES = 14;
    private static final int LONGEST_SECONDS = 10;

    private final DataSourceProperties settings;

    DatabaseCheck(DataSourceProperties settings) {
        this.settings = settings;
    }

    @Override
    public String area() {
        return "database";
    }

    @Override
    public List<CheckResult> check(Occasion occasion) {
        var url = settings.determineUrl();
        var user = settings.determineUsername();
        var where = DatabaseFailure.masked(url.replaceFirst("^jdbc:", "").replaceFirst("[;?].*$", ""));
        try {
            DatabaseFile.protect(url);
        } catch (DatabaseUnusableException refused) {
            return List.of(CheckResult.failed(where, String.valueOf(refused.getMessage())));
        }
        try (var connection = DriverManager.getConnection(url, user, settings.determinePassword())) {
            var results = new ArrayList<CheckResult>();
            var about = connection.getMetaData();
            var version = about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
            if (!about.getDatabaseProductName().equals("PostgreSQL")) {
                results.add(CheckResult.ok(where, "answers, " + version + "; good for a trial on one server"));
                return results;
            }
            results.add(
                    about.getDatabaseMajorVersion() < OLDEST_POSTGRES
                            ? CheckResult.failed(where, version + " is too old: " + OLDEST_POSTGRES + " or newer")
                            : CheckResult.ok(where, "answers, " + version + ", account " + user));
            results.add(rights(connection, where));
            return results;
        } catch (SQLException failure) {
            var said = DatabaseFailure.sentence(failure, url, user);
            return List.of(
                    url.startsWith("jdbc:h2:") && said.contains("another process") && occasion == Occasion.COMMAND_LINE
                            ? CheckResult.notChecked(where, "in use by another process, probably a running Calmend")
                            : CheckResult.failed(where, said));
        }
    }

    private static CheckResult rights(Connection connection, String where) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setQueryTimeout(LONGEST_SECONDS);
            try (var row = statement.executeQuery("select has_schema_privilege(current_schema(), 'CREATE'),"
                    + " (select rolsuper from pg_roles where rolname = current_user)")) {
                row.next();
                if (!row.getBoolean(1)) {
                    return CheckResult.failed(
                            where, "the account is not allowed to create tables: make it the owner of its database");
                }
                return row.getBoolean(2)
                        ? CheckResult.warning(
                                where,
                                "the account is a superuser, so that nothing keeps it from changing the log: use one"
                                        + " that only owns its database")
                        : CheckResult.ok(where, "the account can create tables and is no superuser");
            }
        }
    }
}
