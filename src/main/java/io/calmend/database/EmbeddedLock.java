package io.calmend.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * Locks the database of an H2 inside this process, in a file or in memory; H2 itself locks the file. Keeps the
 * database open with a connection of its own, made before the pool's, so that a file in use is reported in one
 * sentence.
 */
final class EmbeddedLock implements PortalLock, AutoCloseable {

    private static final int FILE_IN_USE = 90020;

    private final Connection connection;

    private EmbeddedLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * @throws DatabaseUnusableException if another process has the file open, or {@code url} would allow other
     * processes to connect
     */
    static EmbeddedLock take(String url, DatabaseAddress database) throws SQLException {
        var options = url.toLowerCase(Locale.ROOT).replace(" ", "");
        if (!options.matches("jdbc:h2:(mem:|file:|[a-z]:[/\\\\]|[^:;]*(;|$)).*")
                || options.contains(";auto_server=true")
                || options.contains(";file_lock=no")) {
            throw new DatabaseUnusableException(
                    "spring.datasource.url has to name PostgreSQL, or H2 in a file that nothing else"
                            + " opens: no server, no AUTO_SERVER and no FILE_LOCK=NO, because only one Calmend can use a database.");
        }
        try {
            return new EmbeddedLock(database.connect());
        } catch (SQLException refused) {
            if (refused.getErrorCode() == FILE_IN_USE) {
                throw new DatabaseUnusableException(
                        "Another Calmend uses this database (the file of " + url.split(";", 2)[0]
                                + " is open in another process): only one can, so stop that one first or name another database.");
            }
            throw refused;
        }
    }

    /** Always true: no process can take the file from the one that has it open. */
    @Override
    public boolean held() {
        return true;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
