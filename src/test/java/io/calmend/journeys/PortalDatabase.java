package io.calmend.journeys;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The portal's own database, made slow or unreadable by a connection of its own. */
final class PortalDatabase implements AutoCloseable {

    private static final String AWAY = "_away";

    private final Connection connection;
    private final List<String> away = new ArrayList<>();

    PortalDatabase(DataSource portal) throws SQLException {
        connection = portal.getConnection();
    }

    /** From now on everybody else waits. */
    void hold() throws SQLException {
        run("set exclusive true");
    }

    void release() throws SQLException {
        run("set exclusive false");
    }

    /** Whoever reads or writes it fails, until the end of the test. */
    void takeAway(String table) throws SQLException {
        run("alter table " + table + " rename to " + table + AWAY);
        away.add(table);
    }

    void bringBack() throws SQLException {
        for (var table : away) {
            run("alter table " + table + AWAY + " rename to " + table);
        }
        away.clear();
    }

    private void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            release();
            bringBack();
        }
    }
}
