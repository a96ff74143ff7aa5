package io.calmend.remote.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.database.DatabaseTest;
import io.calmend.database.OnH2;
import io.calmend.database.OnPostgres;
import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.execution.SettableClock;
import io.calmend.remote.PortalAccounts;
import io.calmend.remote.accounts.GuardedAccounts.Choice;
import io.calmend.remote.gateway.Parts;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

@DatabaseTest
abstract class GuardedAccountsTest {

    private static final String OF_THE_DOMAIN = "OU=Domain,DC=corp,DC=example";
    private static final Duration SOON = Duration.ofMillis(50);

    @Autowired
    JdbcClient database;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    Clock clock;

    @TempDir
    Path folder;

    private final List<AuditEvent> auditLog = new ArrayList<>();
    private boolean logIsFull;
    private GuardedAccounts accounts;
    private final ManagedHost pc = ManagedHosts.named("PC-0421");

    @BeforeEach
    void open() {
        accounts = restarted();
    }

    private GuardedAccounts restarted() {
        var settings = Parts.settings(
                5986,
                Parts.tier("dc=CORP, dc=example", "file:" + Parts.secret(folder, "svc-all"), Parts.secret(folder, "a")),
                Parts.tier(Parts.WORKSTATIONS, "svc-ws", Parts.secret(folder, "b")),
                Parts.tier("OU=Kiosk," + Parts.WORKSTATIONS, "svc-kiosk@CORP.EXAMPLE", folder.resolve("missing")),
                Parts.tier(OF_THE_DOMAIN, "svc-domain@CORP.EXAMPLE", Parts.secret(folder, "d")),
                Parts.tier(
                        "OU=Odd,DC=corp,DC=example", "file:" + folder.resolve("missing"), Parts.secret(folder, "c")));
        return new GuardedAccounts(
                settings,
                KerberosConfiguration.tickets(settings, clock),
                database,
                transactions,
                new AuditLog() {
                    @Override
                    public long record(AuditEvent event) {
                        if (logIsFull) {
                            throw new IllegalStateException("full");
                        }
                        auditLog.add(event);
                        return auditLog.size();
                    }

                    @Override
                    public long recordAlone(AuditEvent event) {
                        return record(event);
                    }
                },
                clock);
    }

    @Test
    void nearestOrganisationalUnitWinsWhateverItsCase() {
        assertThat(used(pc).name()).isEqualTo("svc-ws");
        assertThat(used(pc).password().reveal()).isEqualTo("b");
        assertThat(used(ManagedHosts.in("ou=servers,DC=CORP,DC=EXAMPLE", "X1")).name())
                .isEqualTo("svc-all");
        assertThat(accounts.choose(ManagedHosts.in("OU=Workstations,DC=other,DC=example", "X1")))
                .isEqualTo(new Choice.Refused(FailureReason.NO_TIER, "", null));
        // a name that only ends alike is not below it
        assertThat(accounts.choose(ManagedHosts.in("OU=a\\,DC=corp,DC=example", "X1")))
                .isInstanceOf(Choice.Refused.class);
    }

    @Test
    void accountOrPasswordThatCannotBeReadIsUnavailable() {
        for (var unit : List.of("OU=Kiosk," + Parts.WORKSTATIONS, "OU=Odd,DC=corp,DC=example")) {
            assertThat(accounts.choose(ManagedHosts.in(unit, "X1")))
                    .isInstanceOfSatisfying(
                            Choice.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(FailureReason.ACCOUNT_UNAVAILABLE));
        }
    }

    @Test
    void passwordNeverShowsInText() {
        assertThat(used(pc).toString()).isEqualTo("svc-ws by OVERTHERE");
        assertThat(accounts.choose(pc).toString()).isEqualTo("Usable[account=svc-ws by OVERTHERE]");
    }

    @Test
    void databaseThatFailsOnceDoesNotBlockTheAccount() throws Exception {
        var account = used(pc);
        database.sql("alter table stopped_account rename to away").update();
        try {
            assertThatThrownBy(() -> accounts.use(account, pc, SOON)).isInstanceOf(DataAccessException.class);
        } finally {
            database.sql("alter table away rename to stopped_account").update();
        }

        try (var use = accounts.use(account, pc, SOON)) {
            assertThat(use).isNotNull();
        }
    }

    @Test
    void stopIsInTheAuditLogAndSurvivesARestart() throws Exception {
        accounts.use(used(pc), pc, SOON).rejected();
        assertThat(accounts.choose(pc))
                .isEqualTo(new Choice.Refused(FailureReason.ACCOUNT_STOPPED, "svc-ws", TransportKind.OVERTHERE));
        assertThat(auditLog)
                .containsExactly(new AuditEvent.AccountStopped(
                        Actor.PORTAL, "svc-ws", new AuditEvent.Host(pc.objectId(), pc.name())));
        accounts = restarted();
        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Refused.class);
        assertThat(accounts.stopped(Actor.PORTAL)).singleElement().satisfies(stopped -> {
            assertThat(stopped.account()).isEqualTo("svc-ws");
            assertThat(stopped.host()).isEqualTo("PC-0421");
            assertThat(stopped.everywhere()).isFalse();
        });

        var carol = new Actor("S-1-5-21-1", "carol", "Carol");
        var stopped = accounts.stopped(Actor.PORTAL).getFirst();
        accounts.release(carol, stopped);
        accounts.release(carol, stopped);
        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Usable.class);
        assertThat(auditLog.getLast())
                .isEqualTo(
                        new AuditEvent.AccountReleased(carol, "svc-ws", new AuditEvent.Host(pc.objectId(), pc.name())));
        assertThat(auditLog).hasSize(2);
    }

    /** Each host has its own account of that name, with a password and a lock-out of its own. */
    @Test
    void accountOfTheHostItselfIsStoppedOnThatHostAlone() throws Exception {
        var another = ManagedHosts.named("PC-0422");

        accounts.use(used(pc), pc, SOON).rejected();

        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Refused.class);
        assertThat(accounts.choose(another)).isInstanceOf(Choice.Usable.class);
        accounts = restarted();
        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Refused.class);
        assertThat(accounts.choose(another)).isInstanceOf(Choice.Usable.class);
    }

    @Test
    void accountOfADomainIsStoppedOnAllHosts() throws Exception {
        var one = ManagedHosts.in(OF_THE_DOMAIN, "PC-0421");
        var another = ManagedHosts.in(OF_THE_DOMAIN, "PC-0422");

        accounts.use(used(one), one, SOON).rejected();

        assertThat(accounts.choose(another)).isInstanceOf(Choice.Refused.class);
        accounts = restarted();
        assertThat(accounts.choose(another)).isInstanceOf(Choice.Refused.class);

        var carol = new Actor("S-1-5-21-1", "carol", "Carol");
        accounts.release(carol, accounts.stopped(Actor.PORTAL).getFirst());
        assertThat(accounts.choose(one)).isInstanceOf(Choice.Usable.class);
        assertThat(accounts.choose(another)).isInstanceOf(Choice.Usable.class);
        assertThat(auditLog.getLast())
                .isEqualTo(new AuditEvent.AccountReleased(carol, "svc-domain@CORP.EXAMPLE", null));
    }

    /** A password that is wrong on one host says nothing of others, and one that is right does not either. */
    @Test
    void commandsOfAHostsOwnAccountWaitForOneAnotherOnThatHostAlone() throws Exception {
        var another = ManagedHosts.named("PC-0422");
        try (var first = accounts.use(used(pc), pc, SOON)) {
            assertThat(accounts.use(used(pc), pc, SOON)).isNull();
            try (var elsewhere = accounts.use(used(another), another, SOON)) {
                assertThat(elsewhere).isNotNull();
            }
            first.accepted();
        }
        try (var first = accounts.use(used(another), another, SOON)) {
            assertThat(first).isNotNull();
            assertThat(accounts.use(used(another), another, SOON)).isNull();
        }
    }

    @Test
    void accountStaysStoppedThoughThatCannotBeWrittenDown() throws Exception {
        logIsFull = true;
        accounts.use(used(pc), pc, SOON).rejected();
        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Refused.class);
        assertThat(accounts.stopped(Actor.PORTAL)).isEmpty();
    }

    @Test
    void accountIsNotReleasedWhileThatCannotBeWrittenDown() throws Exception {
        logIsFull = true;
        accounts.use(used(pc), pc, SOON).rejected();
        var stopped = new PortalAccounts.Stopped("svc-ws", pc.name(), pc.objectId(), false, clock.instant());

        assertThatThrownBy(() -> accounts.release(Actor.PORTAL, stopped)).hasMessage("full");
        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Refused.class);

        logIsFull = false;
        accounts.release(Actor.PORTAL, stopped);
        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Usable.class);
    }

    @Test
    void releaseThatCannotBeWrittenDownIsNoneAfterARestartEither() throws Exception {
        accounts.use(used(pc), pc, SOON).rejected();
        logIsFull = true;
        var stopped = accounts.stopped(Actor.PORTAL).getFirst();

        assertThatThrownBy(() -> accounts.release(Actor.PORTAL, stopped)).hasMessage("full");

        assertThat(accounts.choose(pc)).isInstanceOf(Choice.Refused.class);
        assertThat(restarted().choose(pc)).isInstanceOf(Choice.Refused.class);
    }

    /** Each computer has its own local account, and a company has thousands. */
    @Test
    void nothingIsKeptAboutHostsThatWereNotReachedOfLate() throws Exception {
        var now = new SettableClock();
        clock = now;
        accounts = restarted();
        for (var number = 1; number <= 20; number++) {
            var host = ManagedHosts.named("PC-%04d".formatted(number));
            accounts.use(used(host), host, SOON).accepted();
            var tried = ManagedHosts.named("PC-1%03d".formatted(number));
            try (var _ = accounts.use(used(tried), tried, SOON)) {
                assertThat(accounts.use(used(tried), tried, SOON)).isNull();
            }
        }
        assertThat(accounts.known()).isEqualTo(20);

        now.advance(Duration.ofMinutes(6));
        accounts.use(used(pc), pc, SOON).accepted();

        assertThat(accounts.known()).isOne();
    }

    @Test
    void oneCommandAtATimeUntilThePasswordIsVerified() throws Exception {
        var account = used(pc);
        var first = accounts.use(account, pc, SOON);
        assertThat(accounts.use(account, pc, SOON)).isNull();
        first.accepted();
        try (var second = accounts.use(account, pc, SOON);
                var third = accounts.use(account, pc, SOON)) {
            assertThat(second).isNotNull();
            assertThat(third).isNotNull();
        }
        first.close();
    }

    @Test
    void passwordThatWasChangedIsVerifiedAgain() throws Exception {
        accounts.use(used(pc), pc, SOON).accepted();
        var changed = HostAccount.withPassword("svc-ws", new Secret("other"), TransportKind.OVERTHERE);
        var first = accounts.use(changed, pc, SOON);
        assertThat(accounts.use(changed, pc, SOON)).isNull();
        first.close();
        assertThat(accounts.use(changed, pc, SOON)).isNotNull();
    }

    @Test
    void settingsThatWouldReachTooFarStopTheStart() {
        assertThatThrownBy(() -> Parts.tier("no name", "x", folder)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Parts.tier("OU=x", "CORP\\svc", folder)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Parts.settings(5986, Parts.tier("OU=x", "a", folder), Parts.tier("OU=x", "b", folder)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Parts.settings(5986, false, Duration.ofSeconds(90)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private HostAccount used(ManagedHost host) {
        return ((Choice.Usable) accounts.choose(host)).account();
    }
}

@OnH2
class GuardedAccountsOnH2Test extends GuardedAccountsTest {}

@OnPostgres
class GuardedAccountsOnPostgresTest extends GuardedAccountsTest {}
