package io.calmend.remote.accounts;

import io.calmend.directory.DistinguishedName;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.vocabulary.Bounds;
import io.calmend.vocabulary.SecretReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How hosts are reached and with which accounts. Without tiers the portal starts, but reaches no host.
 *
 * @param port where hosts listen for WinRM over HTTPS
 * @param sealedPort where hosts listen for WinRM over plain HTTP; only sealed messages go there
 * @param plainHttpOnLoopback uses plain HTTP through Overthere for hosts on this server's loopback address, for
 *     demonstrations; Overthere then refuses all other hosts
 * @param trustedCertificates a PEM file with the certificate authorities that sign host and directory certificates; by
 *     default those that this Java trusts. Read once, at start
 * @param kerberosConfiguration a krb5.conf; by default the one that Java finds ({@code /etc/krb5.conf}, or DNS). The
 *     file is read again whenever an account needs a new ticket from its domain
 * @param kerberosService the service class of the tickets: {@code HTTP}, which a domain knows for each of its members,
 *     or {@code WSMAN} if {@code HTTP} is registered to another account on the host, as with a web server
 * @param connectTimeout the longest wait for a connection, 1 to 60 seconds
 * @param commandTimeout the longest time for a whole command, 5 to 55 seconds; a host ends a command that is silent
 *     for 60
 * @param commandsPerHost how many commands run on one host at once, 1 to 10
 * @param commandWait how long a command waits for its turn, at most 5 minutes
 * @param largestAnswer how much a command may print, 64 KB to 64 MB; a command that prints more is ended
 * @param tiers the accounts, each for a part of the directory
 */
@ConfigurationProperties("calmend.remote")
public record RemoteSettings(
        @DefaultValue("5986") int port,
        @DefaultValue("5985") int sealedPort,
        @DefaultValue("false") boolean plainHttpOnLoopback,
        @Nullable Path trustedCertificates,
        @Nullable Path kerberosConfiguration,
        @DefaultValue("HTTP") String kerberosService,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("50s") Duration commandTimeout,
        @DefaultValue("3") int commandsPerHost,
        @DefaultValue("10s") Duration commandWait,
        @DefaultValue("8MB") DataSize largestAnswer,
        @DefaultValue List<Tier> tiers) {

    public RemoteSettings {
        require(port > 0 && port < 65_536, "port", "1 to 65535");
        require(sealedPort > 0 && sealedPort < 65_536 && sealedPort != port, "sealed-port", "1 to 65535, not port");
        require(kerberosService.equals("HTTP") || kerberosService.equals("WSMAN"), "kerberos-service", "HTTP or WSMAN");
        Bounds.check("calmend.remote.connect-timeout", connectTimeout, Duration.ofSeconds(1), Duration.ofSeconds(60));
        Bounds.check("calmend.remote.command-timeout", commandTimeout, Duration.ofSeconds(5), Duration.ofSeconds(55));
        require(commandsPerHost >= 1 && commandsPerHost <= 10, "commands-per-host", "1 to 10");
        Bounds.check("calmend.remote.command-wait", commandWait, Duration.ZERO, Duration.ofMinutes(5));
        require(
                largestAnswer.toKilobytes() >= 64 && largestAnswer.toMegabytes() <= 64,
                "largest-answer",
                "64KB to 64MB");
        tiers = List.copyOf(tiers);
        var names = new HashSet<String>();
        for (var tier : tiers) {
            require(names.add(tier.name().toLowerCase(Locale.ROOT)), "tiers", "names that differ");
        }
    }

    /** The tier with the nearest organisational unit above {@code host}; empty if there is none. */
    public Optional<Tier> tierOf(DistinguishedName host) {
        Optional<Tier> nearest = Optional.empty();
        var most = 0;
        for (var tier : tiers) {
            var parts = tier.covers(host);
            if (parts > most) {
                most = parts;
                nearest = Optional.of(tier);
            }
        }
        return nearest;
    }

    private static void require(boolean fits, String property, String expected) {
        if (!fits) {
            throw new IllegalArgumentException("calmend.remote." + property + ": expected " + expected);
        }
    }

    /**
     * One account and where it may be used.
     *
     * @param name what people call it; never part of a command
     * @param organisationalUnits distinguished names; hosts below one of them use this account, and if several tiers
     *     match, the longest name wins
     * @param account {@code user} for a local account (Basic), {@code user@REALM} with the realm in upper case for a
     *     domain account (Kerberos); or {@code env:NAME} or {@code file:PATH}, where the name is kept
     * @param password where its password is kept: {@code env:NAME} or {@code file:PATH}; or else
     * @param keytab where its keytab is: {@code file:PATH}. Domain accounts only, and not through Overthere
     * @param transport by default {@code sealed} for a domain account and {@code overthere} for a local one
     */
    public record Tier(
            @DefaultValue("") String name,
            @DefaultValue List<String> organisationalUnits,
            @DefaultValue("") String account,
            @Nullable SecretReference password,
            @Nullable SecretReference keytab,
            @Nullable TransportKind transport) {

        private static final int LONGEST_NAME = 100;
        private static final int LONGEST_ACCOUNT = 256;

        @SuppressWarnings("ConstantValue") // the binder gives null where nothing is written
        public Tier {
            name = name.strip();
            if (name.isEmpty() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException(
                        "calmend.remote.tiers: each tier needs a name of at most " + LONGEST_NAME + " characters");
            }
            organisationalUnits = List.copyOf(organisationalUnits);
            if (organisationalUnits.isEmpty()) {
                throw wrong(name, "organisational-units is empty");
            }
            for (var unit : organisationalUnits) {
                if (DistinguishedName.read(unit).isEmpty()) {
                    throw wrong(
                            name,
                            "organisational-unit '" + unit
                                    + "' is no distinguished name such as OU=Workstations,DC=corp,DC=example");
                }
            }
            if (account.isBlank()
                    || account.length() > LONGEST_ACCOUNT
                    || account.indexOf('\\') >= 0 && !isReference(account)) {
                throw wrong(name, "account is no user, user@REALM, env:NAME or file:PATH");
            }
            if ((password == null) == (keytab == null)) {
                throw wrong(name, "give either password (env:NAME or file:PATH) or keytab (file:PATH)");
            }
            if (keytab != null && keytab.file().isEmpty()) {
                throw wrong(name, "keytab is no file:PATH");
            }
            if (!isReference(account)) {
                var problem = problem(account, keytab, transport);
                if (problem != null) {
                    throw wrong(name, problem);
                }
            }
        }

        /** Why an account cannot be used with that transport, null if it can. */
        private static @Nullable String problem(
                String account, @Nullable SecretReference keytab, @Nullable TransportKind transport) {
            var ofDomain = account.indexOf('@') >= 0;
            if (ofDomain && !account.substring(account.indexOf('@')).equals(realmOf(account))) {
                return "the realm of account is not in upper case";
            }
            if (!ofDomain && (transport == TransportKind.SEALED || transport == TransportKind.TLS)) {
                return "transport sealed and tls need an account of a domain, user@REALM";
            }
            if (keytab != null && (!ofDomain || transport == TransportKind.OVERTHERE)) {
                return "a keytab needs an account of a domain and transport sealed or tls";
            }
            return null;
        }

        private static String realmOf(String account) {
            return account.substring(account.indexOf('@')).toUpperCase(Locale.ROOT);
        }

        private static IllegalArgumentException wrong(String tier, String what) {
            return new IllegalArgumentException("calmend.remote.tiers: tier '" + tier + "': " + what);
        }

        private static boolean isReference(String account) {
            return account.startsWith("env:") || account.startsWith("file:");
        }

        /** The account's name, read now; null if it cannot be read. */
        @Nullable
        public String readAccount() {
            return isReference(account)
                    ? new SecretReference(account)
                            .read()
                            .map(read -> read.reveal().strip())
                            .orElse(null)
                    : account;
        }

        /** The transport of {@code account}: the configured one, else the default for its kind. */
        TransportKind transportFor(String account) {
            if (transport != null) {
                return transport;
            }
            return account.indexOf('@') >= 0 ? TransportKind.SEALED : TransportKind.OVERTHERE;
        }

        /** The account with its password or keytab, read now; empty if they cannot be read or do not match its kind. */
        public Optional<HostAccount> read(String account) {
            if (problem(account, keytab, transport) != null) {
                return Optional.empty();
            }
            var transport = transportFor(account);
            if (password != null) {
                return password.read().map(secret -> HostAccount.withPassword(account, secret, transport));
            }
            return Optional.ofNullable(keytab).flatMap(SecretReference::file).flatMap(file -> {
                try {
                    return Optional.of(HostAccount.withKeytab(account, file, transport));
                } catch (IOException unreadable) {
                    return Optional.empty();
                }
            });
        }

        /** {@code password} or {@code keytab}. */
        String secretKind() {
            return password == null ? "keytab" : "password";
        }

        /** The variable or file that holds it. */
        String secretLocation() {
            return String.valueOf(password == null ? keytab : password);
        }

        /**
         * Why {@link #read} returned nothing, for an administrator: names the variable or file, but nothing of its
         * content.
         */
        public String whyUnreadable() {
            var account = readAccount();
            if (account == null || account.isEmpty()) {
                return "its account cannot be read at " + this.account;
            }
            var problem = problem(account, keytab, transport);
            return problem == null
                    ? "its " + secretKind() + " cannot be read at " + secretLocation()
                            + ": the file or variable is missing, empty, too large, or not readable for Calmend's"
                            + " account"
                    : problem;
        }

        /** How many parts the longest organisational unit above {@code host} has; 0 if none is. */
        int covers(DistinguishedName host) {
            var most = 0;
            for (var unit : organisationalUnits) {
                var above = DistinguishedName.read(unit).orElseThrow();
                if (host.isWithin(above)) {
                    most = Math.max(most, above.parts());
                }
            }
            return most;
        }
    }
}
