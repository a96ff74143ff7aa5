package io.calmend.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections to the portal's database outside the pool, which closes and replaces its own. */
@FunctionalInterface
interface DatabaseAddress {

    /** A new connection, used by the caller alone. Waits at most a few seconds. */
    Connection connect() throws SQLException;

    /** Connects as {@code pool} does, with a limit on the waiting time. */
    static DatabaseAddress of(HikariDataSource pool) {
        var properties = new Properties();
        properties.putAll(pool.getDataSourceProperties());
        var user = pool.getUsername();
        if (user != null) {
            properties.setProperty("user", user);
        }
        var password = pool.getPassword();
        if (password != null) {
            properties.setProperty("password", password);
        }
        var url = pool.getJdbcUrl();
        if (isPostgres(url)) {
            properties.putIfAbsent("ApplicationName", "calmend lock");
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("socketTimeout", "5");
            properties.setProperty("tcpKeepAlive", "true");
        }
        return () -> DriverManager.getConnection(url, properties);
    }

    static boolean isPostgres(String url) {
        return url.startsWith("jdbc:postgresql:");
    }
}
