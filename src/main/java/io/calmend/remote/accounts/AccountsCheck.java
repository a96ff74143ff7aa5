package io.calmend.remote.accounts;

import io.calmend.directory.DirectoryContents;
import io.calmend.directory.DirectoryContents.Presence;
import io.calmend.health.CheckResult;
import io.calmend.health.HealthCheck;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.wsman.KerberosRefusedException;
import io.calmend.remote.wsman.TicketCache;
import io.calmend.vocabulary.Dates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Checks each tier: its organisational units, its secret, and its account in the directory and at the KDC; and the
 * krb5.conf. Accounts sign in through the portal's own ticket cache, which never tries a rejected password a second
 * time.
 */
@Component
@Order(40)
class AccountsCheck implements HealthCheck {

    private static final String ADVICE = "; Calmend pauses the account at its next use, so correct this first";

    private final RemoteSettings settings;
    private final TicketCache tickets;
    private final DirectoryContents directory;
    private final ObjectProvider<GuardedAccounts> guard;

    /** @param guard knows which accounts are stopped; not available on the command line */
    AccountsCheck(
            RemoteSettings settings,
            TicketCache tickets,
            DirectoryContents directory,
            ObjectProvider<GuardedAccounts> guard) {
        this.settings = settings;
        this.tickets = tickets;
        this.directory = directory;
        this.guard = guard;
    }

    @Override
    public String area() {
        return "accounts";
    }

    @Override
    public List<CheckResult> check(Occasion occasion) {
        var results = new ArrayList<CheckResult>();
        if (settings.tiers().isEmpty()) {
            results.add(CheckResult.warning("calmend.remote.tiers", "there is no tier, so no computer can be reached"));
        }
        for (var tier : settings.tiers()) {
            for (var unit : tier.organisationalUnits()) {
                results.add(unit(tier, unit, occasion));
            }
            account(tier, occasion, results);
        }
        kerberos(results);
        return results;
    }

    private CheckResult unit(RemoteSettings.Tier tier, String unit, Occasion occasion) {
        var subject = "tier " + tier.name() + ", " + unit;
        return switch (directory.organisationalUnit(unit, occasion != Occasion.START)) {
            case Presence.Found found -> CheckResult.ok(subject, found.describe("computer", "computers"));
            case Presence.Unknown(var sentence) -> CheckResult.notChecked(subject, sentence);
            case Presence.Missing _, Presence.NotEnabled _ ->
                CheckResult.failed(
                        subject,
                        "there is no such organisational unit: copy its distinguishedName from Active Directory");
        };
    }

    private void account(RemoteSettings.Tier tier, Occasion occasion, List<CheckResult> results) {
        var subject = "tier " + tier.name();
        var name = tier.readAccount();
        if (name == null || name.isEmpty()) {
            results.add(CheckResult.failed(subject, tier.whyUnreadable()));
            return;
        }
        var account = tier.read(name);
        if (account.isEmpty()) {
            results.add(CheckResult.failed(subject, tier.whyUnreadable()));
            return;
        }
        subject += ", account " + name;
        results.add(CheckResult.ok(subject, "its " + tier.secretKind() + " can be read at " + tier.secretLocation()));
        if (!account.get().isKerberos()) {
            results.add(CheckResult.notChecked(
                    subject, "a local account can only be tested on a computer: check --host NAME"));
            return;
        }
        results.add(
                switch (directory.account(name)) {
                    case Presence.Found _ -> CheckResult.ok(subject, "is in Active Directory, and enabled");
                    case Presence.Missing _ -> CheckResult.failed(subject, "is not in Active Directory");
                    case Presence.NotEnabled _ -> CheckResult.failed(subject, "is disabled, expired or locked");
                    case Presence.Unknown(var sentence) -> CheckResult.notChecked(subject, sentence);
                });
        results.add(signIn(subject, account.get(), occasion));
    }

    private CheckResult signIn(String subject, HostAccount account, Occasion occasion) {
        if (occasion == Occasion.START) {
            return CheckResult.notChecked(subject, "its sign-in is not tested at start");
        }
        var guarding = guard.getIfAvailable();
        if (guarding != null && guarding.isStopped(account.name())) {
            return CheckResult.failed(
                    subject, "is paused, because its password was rejected: correct it and release the account");
        }
        try {
            return CheckResult.ok(
                    subject,
                    "signs in; its ticket is valid until "
                            + Dates.inUtc(tickets.grantingTicket(account).until()));
        } catch (KerberosRefusedException refused) {
            var failure = refused.failure();
            return CheckResult.failed(
                    subject,
                    "does not sign in: " + failure.reason() + ", " + failure.detail()
                            + (refused.passwordRejected() ? ADVICE : ""));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return CheckResult.notChecked(subject, "Calmend is stopping");
        }
    }

    private void kerberos(List<CheckResult> results) {
        var realms = settings.tiers().stream()
                .map(RemoteSettings.Tier::readAccount)
                .filter(account -> account != null && account.indexOf('@') >= 0)
                .map(account -> account.substring(account.indexOf('@') + 1).toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
        if (realms.isEmpty()) {
            return;
        }
        var file =
                settings.kerberosConfiguration() == null ? Path.of("/etc/krb5.conf") : settings.kerberosConfiguration();
        if (!Files.isReadable(file)) {
            results.add(CheckResult.warning(
                    "krb5.conf",
                    file
                            + " does not exist: Java asks DNS for the domain controllers, and fails if it finds none. Name"
                            + " a file in calmend.remote.kerberos-configuration"));
            return;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            results.add(CheckResult.failed("krb5.conf " + file, "cannot be read"));
            return;
        }
        for (var realm : realms) {
            Predicate<String> names = line -> line.strip().startsWith(realm)
                    && line.strip().substring(realm.length()).strip().startsWith("=");
            results.add(
                    lines.stream().anyMatch(names)
                            ? CheckResult.ok("krb5.conf " + file, "names the realm " + realm)
                            : CheckResult.warning(
                                    "krb5.conf " + file,
                                    "[realms] does not name " + realm + " and its controllers (kdc = …)"));
        }
    }
}
