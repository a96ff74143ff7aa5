package io.calmend.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The two databases of the product, for tests. */
public final class Databases {

    /** How the product opens H2, whether in a file or in memory. */
    public static final String H2_OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;LOCK_TIMEOUT=10000";

    private Databases() {}

    /** Gives a context an H2 of its own, in memory, for as long as the context lives. */
    public static class H2 implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            use(context, "jdbc:h2:mem:" + UUID.randomUUID() + H2_OPTIONS + ";DB_CLOSE_DELAY=-1", "sa");
        }
    }

    /** Gives a context a database of its own on the one PostgreSQL server of this JVM. */
    public static class Postgres implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            use(context, Server.newDatabase(), Server.ROLE);
        }
    }

    private static void use(ConfigurableApplicationContext context, String url, String user) {
        TestPropertyValues.of(
                        "spring.datasource.url=" + url,
                        "spring.datasource.username=" + user,
                        "spring.datasource.password=",
                        "spring.flyway.clean-disabled=false")
                .applyTo(context);
    }

    /** One PostgreSQL server for this JVM, started when it is first asked for, stopped when the JVM ends. */
    public static final class Server {

        /** Owns the databases and is no superuser, like the portal's role in production. Needs no password here. */
        public static final String ROLE = "calmend";

        private static final EmbeddedPostgres SERVER = start();

        private Server() {}

        /** The JDBC address of a new, empty database that {@link #ROLE} owns. */
        public static synchronized String newDatabase() {
            var name = "calmend_" + UUID.randomUUID().toString().replace("-", "");
            execute("create database " + name + " owner " + ROLE);
            return addressOf(name);
        }

        /** For JDBC. */
        static String addressOf(String database) {
            return SERVER.getJdbcUrl(ROLE, database).replaceFirst("\\?.*", "");
        }

        private static EmbeddedPostgres start() {
            try {
                // durability is what other tests look at; here it only costs time
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        static {
            execute("create role " + ROLE + " login");
        }

        static void execute(String sql) {
            executeIn("postgres", sql);
        }

        /** As the superuser, in {@code database}. */
        static void executeIn(String database, String sql) {
            try (var connection = SERVER.getDatabase("postgres", database).getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException broken) {
                throw new IllegalStateException(broken);
            }
        }
    }
}
