package io.calmend.remote.accounts;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.directory.DistinguishedName;
import io.calmend.directory.ManagedHost;
import io.calmend.remote.PortalAccounts;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.wsman.TicketCache;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Chooses the account for a host and protects it from being locked out: the first password that a host rejects stops
 * the account, and until a password is known to be right, only one command at a time tries it. A domain account is the
 * same account on all hosts; a local account is a different one on each host, so all of this then applies to that
 * host's account only.
 */
@Service
public class GuardedAccounts implements PortalAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedAccounts.class);

    /** How long an accepted password is believed to be right. */
    private static final Duration VERIFIED_FOR = Duration.ofMinutes(5);

    private final RemoteSettings settings;
    private final TicketCache tickets;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final AuditLog auditLog;
    private final Clock clock;

    private final Map<AccountOnHost, Verified> verifiedPasswords = new ConcurrentHashMap<>();
    private final Map<AccountOnHost, Trial> trials = new ConcurrentHashMap<>();

    /** Stopped in this process, so that an account stays stopped even if that could not be stored. */
    private final Set<AccountOnHost> stoppedHere = ConcurrentHashMap.newKeySet();

    /**
     * What has its own password and can be locked out separately.
     *
     * @param account in lower case: Windows compares names without regard to case
     * @param host the object id of the only host on which it exists, {@link #ALL_HOSTS} for a domain account
     */
    private record AccountOnHost(String account, String host) {

        private static final String ALL_HOSTS = "";

        static AccountOnHost of(String account, UUID host) {
            return new AccountOnHost(
                    account.toLowerCase(Locale.ROOT), HostAccount.isKerberos(account) ? ALL_HOSTS : host.toString());
        }

        boolean isOfOneHost() {
            return !host.equals(ALL_HOSTS);
        }
    }

    private record Verified(String fingerprint, Instant at) {
        boolean isGood(Instant now) {
            return at.plus(VERIFIED_FOR).isAfter(now);
        }
    }

    /** Exists for as long as a thread has the turn or waits for it. */
    private static final class Trial {
        private final Semaphore turn = new Semaphore(1, true);
        /** Changed only while holding the lock of {@link #trials}. */
        private int interested;
    }

    private Trial enter(AccountOnHost accountOnHost) {
        return trials.compute(accountOnHost, (_, there) -> {
            var trial = there == null ? new Trial() : there;
            trial.interested++;
            return trial;
        });
    }

    private void leave(AccountOnHost accountOnHost) {
        trials.computeIfPresent(accountOnHost, (_, trial) -> --trial.interested == 0 ? null : trial);
    }

    public GuardedAccounts(
            RemoteSettings settings,
            TicketCache tickets,
            JdbcClient database,
            PlatformTransactionManager transactions,
            AuditLog auditLog,
            Clock clock) {
        this.settings = settings;
        this.tickets = tickets;
        this.database = database;
        this.transaction = new TransactionTemplate(transactions);
        this.auditLog = auditLog;
        this.clock = clock;
    }

    /** Which account may be used on a host. */
    public sealed interface Choice {
        record Usable(HostAccount account) implements Choice {}

        /** @param transport the transport it would have used, null if there is none */
        record Refused(
                FailureReason reason,
                String detail,
                @Nullable TransportKind transport) implements Choice {}
    }

    /** The account of the tier with the nearest organisational unit above {@code host}; reads its password now. */
    public Choice choose(ManagedHost host) {
        return DistinguishedName.read(host.distinguishedName())
                .flatMap(settings::tierOf)
                .map(tier -> accountOf(tier, host))
                .orElseGet(() -> new Choice.Refused(FailureReason.NO_TIER, "", null));
    }

    private Choice accountOf(RemoteSettings.Tier tier, ManagedHost host) {
        var account = tier.readAccount();
        if (account == null || account.isEmpty() || account.indexOf('\\') >= 0) {
            LOG.warn("tier {}: {}", tier.name(), tier.whyUnreadable());
            return new Choice.Refused(FailureReason.ACCOUNT_UNAVAILABLE, "tier " + tier.name(), tier.transport());
        }
        if (isStopped(AccountOnHost.of(account, host.objectId()))) {
            return new Choice.Refused(FailureReason.ACCOUNT_STOPPED, account, tier.transportFor(account));
        }
        return tier.read(account).<Choice>map(Choice.Usable::new).orElseGet(() -> {
            LOG.warn("tier {}: {}", tier.name(), tier.whyUnreadable());
            return new Choice.Refused(
                    FailureReason.ACCOUNT_UNAVAILABLE, "tier " + tier.name(), tier.transportFor(account));
        });
    }

    /**
     * Waits until {@code account} may be used on {@code host}; close it when the command has ended.
     *
     * @return null if the timeout is over or the account was stopped meanwhile
     */
    @Nullable
    public Use use(HostAccount account, ManagedHost host, Duration timeout) throws InterruptedException {
        var accountOnHost = AccountOnHost.of(account.name(), host.objectId());
        if (isVerified(account, accountOnHost)) {
            return new Use(account, accountOnHost, host, null);
        }
        var trial = enter(accountOnHost);
        var turn = false;
        var taken = false;
        try {
            turn = trial.turn.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!turn || isStopped(accountOnHost)) {
                return null;
            }
            if (isVerified(account, accountOnHost)) {
                return new Use(account, accountOnHost, host, null);
            }
            taken = true;
            return new Use(account, accountOnHost, host, trial);
        } finally {
            // also if the database does not answer: otherwise no other thread would ever get a turn
            if (!taken) {
                if (turn) {
                    trial.turn.release();
                }
                leave(accountOnHost);
            }
        }
    }

    /** One use of an account. */
    public final class Use implements AutoCloseable {

        private final HostAccount account;
        private final AccountOnHost accountOnHost;
        private final ManagedHost host;
        /** Released once, by whichever thread comes first. */
        private final AtomicReference<@Nullable Trial> trial;

        private Use(HostAccount account, AccountOnHost accountOnHost, ManagedHost host, @Nullable Trial trial) {
            this.account = account;
            this.accountOnHost = accountOnHost;
            this.host = host;
            this.trial = new AtomicReference<>(trial);
        }

        /** A host has accepted the account. */
        public void accepted() {
            var now = clock.instant();
            verifiedPasswords.values().removeIf(verified -> !verified.isGood(now));
            verifiedPasswords.put(accountOnHost, new Verified(account.fingerprint(), now));
            close();
        }

        /** The password was rejected, by the host or by the domain. */
        public void rejected() {
            stop(account.name(), accountOnHost, host);
            close();
        }

        @Override
        public void close() {
            var taken = trial.getAndSet(null);
            if (taken != null) {
                taken.turn.release();
                leave(accountOnHost);
            }
        }
    }

    /**
     * Whether commands of {@code account} to other hosts may have to wait for the one to {@code host}, because it is
     * not known whether the password is right. This is so for a domain account that neither a host nor the domain has
     * accepted recently.
     */
    public boolean keepsOthersWaiting(HostAccount account, ManagedHost host) {
        var accountOnHost = AccountOnHost.of(account.name(), host.objectId());
        return !accountOnHost.isOfOneHost() && !isVerified(account, accountOnHost);
    }

    private boolean isVerified(HostAccount account, AccountOnHost accountOnHost) {
        var verified = verifiedPasswords.get(accountOnHost);
        return verified != null
                && verified.fingerprint().equals(account.fingerprint())
                && verified.isGood(clock.instant());
    }

    /** Whether a domain account is stopped, and so on all hosts. */
    boolean isStopped(String account) {
        return isStopped(new AccountOnHost(account.toLowerCase(Locale.ROOT), AccountOnHost.ALL_HOSTS));
    }

    private boolean isStopped(AccountOnHost accountOnHost) {
        return stoppedHere.contains(accountOnHost)
                || database.sql("select 1 from stopped_account where account_key = :account and host_key = :host")
                        .param("account", accountOnHost.account())
                        .param("host", accountOnHost.host())
                        .query(Integer.class)
                        .optional()
                        .isPresent();
    }

    private void stop(String account, AccountOnHost accountOnHost, ManagedHost host) {
        var first = stoppedHere.add(accountOnHost);
        verifiedPasswords.remove(accountOnHost);
        if (!first) {
            return;
        }
        LOG.warn(
                "the password of account {} was rejected when connecting to {}: the account is paused {}",
                account,
                host.name(),
                accountOnHost.isOfOneHost() ? "there" : "everywhere");
        try {
            transaction.executeWithoutResult(_ -> {
                var added = database.sql(
                                "insert into stopped_account (account_key, host_key, account, host, host_id, stopped_at)"
                                        + " select :key, :hostKey, :account, :host, :hostId, :at where not exists"
                                        + " (select 1 from stopped_account where account_key = :key and host_key = :hostKey)")
                        .param("key", accountOnHost.account())
                        .param("hostKey", accountOnHost.host())
                        .param("account", account)
                        .param("host", host.name())
                        .param("hostId", host.objectId())
                        .param("at", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                        .update();
                if (added == 1) {
                    auditLog.record(new AuditEvent.AccountStopped(
                            Actor.PORTAL, account, new AuditEvent.Host(host.objectId(), host.name())));
                }
            });
        } catch (RuntimeException broken) {
            // it stays stopped until the portal restarts; then the next rejected password stops it again
            LOG.error("the pause of account {} could not be saved", account, broken);
        }
    }

    @Override
    @Transactional(readOnly = true)
    public List<Stopped> stopped(Actor administrator) {
        return database.sql("select account, host_key, host, host_id, stopped_at from stopped_account"
                        + " order by stopped_at, account, host_key")
                .query((row, _) -> new Stopped(
                        row.getString("account"),
                        row.getString("host"),
                        row.getObject("host_id", UUID.class),
                        row.getString("host_key").equals(AccountOnHost.ALL_HOSTS),
                        row.getObject("stopped_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    @Override
    public void release(Actor administrator, Stopped stopped) {
        var accountOnHost = AccountOnHost.of(stopped.account(), stopped.hostId());
        transaction.executeWithoutResult(_ -> {
            var released = database.sql("delete from stopped_account where account_key = :account and host_key = :host")
                    .param("account", accountOnHost.account())
                    .param("host", accountOnHost.host())
                    .update();
            if (released == 1 || stoppedHere.contains(accountOnHost)) {
                auditLog.record(new AuditEvent.AccountReleased(
                        administrator,
                        stopped.account(),
                        accountOnHost.isOfOneHost() ? new AuditEvent.Host(stopped.hostId(), stopped.host()) : null));
            }
        });
        // only after the log entry was written: no release without one
        stoppedHere.remove(accountOnHost);
        tickets.forget(stopped.account());
    }

    /**
     * For how many accounts, counted once for each host, something is remembered: those in use and those accepted
     * recently.
     */
    int known() {
        var all = new HashSet<>(verifiedPasswords.keySet());
        all.addAll(trials.keySet());
        return all.size();
    }
}
