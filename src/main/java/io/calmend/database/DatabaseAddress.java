package io.calmend.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How to reach the portal's database without the pool, whose connections come and go. */
@FunctionalInterface
interface DatabaseAddress {

    /** A new connection, which is nobody else's. Waits at most some seconds. */
    Connection connect() throws SQLException;

    /** As {@code pool} connects, and with bounded waiting. */
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
