package io.calmend.remote.gateway;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.remote.accounts.GuardedAccounts;
import io.calmend.remote.accounts.KerberosConfiguration;
import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.doctor.WsManDoctor;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.wsman.Relay;
import io.calmend.remote.wsman.TicketCache;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.SecretReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.util.unit.DataSize;

/** For tests: the parts of the gateway without Spring, on a database of their own. */
public final class Parts implements AutoCloseable {

    public static final String WORKSTATIONS = "OU=Workstations,DC=corp,DC=example";

    final List<AuditEvent> auditLog = new CopyOnWriteArrayList<>();
    private final RemoteSettings settings;
    private final GuardedAccounts accounts;
    private final TicketCache tickets;
    private final Transports transports;
    private final AtomicInteger questionsLeft = new AtomicInteger(Integer.MAX_VALUE);

    public Parts(RemoteSettings settings, Clock clock) {
        this(settings, clock, Relay::new);
    }

    public Parts(RemoteSettings settings, Clock clock, Supplier<Relay> relays) {
        this.settings = settings;
        tickets = KerberosConfiguration.tickets(settings, clock);
        transports = new Transports(settings, tickets, relays);
        var source = new DriverManagerDataSource(
                "jdbc:h2:mem:" + System.nanoTime() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1");
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V3__remote.sql"),
                        new ClassPathResource("db/migration/V11__stopped_on_one_host.sql"))
                .execute(source);
        var database = JdbcClient.create(source);
        accounts = new GuardedAccounts(
                settings,
                tickets,
                sql -> {
                    if (questionsLeft.getAndDecrement() <= 0) {
                        throw new DataAccessResourceFailureException("away");
                    }
                    return database.sql(sql);
                },
                new JdbcTransactionManager(source),
                new Log(),
                clock);
    }

    /** The database answers so many questions more and then no other. */
    void databaseAnswers(int questions) {
        questionsLeft.set(questions);
    }

    public WinRmGateway gateway() {
        return new WinRmGateway(settings, accounts, transports);
    }

    WsManDoctor doctor() {
        return new WsManDoctor(settings, accounts, transports, Clock.systemUTC());
    }

    public Transports transports() {
        return transports;
    }

    @Override
    public void close() {
        transports.close();
        tickets.close();
    }

    public GuardedAccounts accounts() {
        return accounts;
    }

    public static RemoteSettings settings(int port, RemoteSettings.Tier... tiers) {
        return settings(port, false, Duration.ofSeconds(20), tiers);
    }

    public static RemoteSettings settings(
            int port, boolean plainHttpOnLoopback, Duration commandTimeout, RemoteSettings.Tier... tiers) {
        return new RemoteSettings(
                port,
                5985,
                plainHttpOnLoopback,
                null,
                null,
                "HTTP",
                Duration.ofSeconds(2),
                commandTimeout,
                2,
                Duration.ofSeconds(1),
                DataSize.ofMegabytes(8),
                List.of(tiers));
    }

    /** Those of a whole network, realm and all. */
    public static RemoteSettings settings(
            SimulatedNetwork network, Duration commandTimeout, RemoteSettings.Tier... tiers) {
        return new RemoteSettings(
                network.winRmPort(),
                network.sealedPort(),
                false,
                null,
                network.krb5Conf(),
                "HTTP",
                Duration.ofSeconds(2),
                commandTimeout,
                2,
                Duration.ofSeconds(1),
                DataSize.ofMegabytes(8),
                List.of(tiers));
    }

    public static RemoteSettings.Tier tier(String unit, String account, Path password, TransportKind transport) {
        return new RemoteSettings.Tier(
                "tier of " + unit, List.of(unit), account, new SecretReference("file:" + password), null, transport);
    }

    public static RemoteSettings.Tier tier(String unit, String account, @Nullable Path password) {
        return new RemoteSettings.Tier(
                "tier of " + unit, List.of(unit), account, new SecretReference("file:" + password), null, null);
    }

    public static Path secret(Path folder, String password) {
        try {
            return Files.writeString(Files.createTempFile(folder, "secret", ""), password + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Log implements AuditLog {
        @Override
        public long record(AuditEvent event) {
            auditLog.add(event);
            return auditLog.size();
        }

        @Override
        public long recordAlone(AuditEvent event) {
            return record(event);
        }
    }
}
