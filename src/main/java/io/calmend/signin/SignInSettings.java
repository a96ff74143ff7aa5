package io.calmend.signin;

import io.calmend.directory.DistinguishedName;
import io.calmend.vocabulary.Bounds;
import io.calmend.vocabulary.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Who may sign in, how, and at which address.
 *
 * @param publicUrls the addresses that people use, for example {@code https://calmend.corp.example}; requests for
 *     other names and writes from other sites are refused. The server's own names (localhost) always work. HTTPS only,
 *     except for those
 * @param plainHttp allows plain HTTP from other computers; passwords are then sent unencrypted
 * @param groups which group gives which role
 * @param throttle how password guessing is slowed down
 * @param session how long one sign-in lasts
 * @param limits how much anybody can use without signing in
 */
@ConfigurationProperties("calmend.signin")
record SignInSettings(
        @DefaultValue List<URI> publicUrls,
        @DefaultValue("false") boolean plainHttp,
        @DefaultValue Groups groups,
        @DefaultValue Throttle throttle,
        @DefaultValue Session session,
        @DefaultValue Limits limits) {

    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    SignInSettings {
        publicUrls = List.copyOf(publicUrls);
        for (var url : publicUrls) {
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            var host = url.getHost();
            if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
                throw new IllegalArgumentException("calmend.signin.public-urls: '" + url + "' is not https://NAME");
            }
            if (scheme.equals("http") && !LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("calmend.signin.public-urls: '" + url
                        + "' would send passwords in clear text; plain http is for this server alone");
            }
        }
    }

    /**
     * The distinguished names of the groups for each role; nested members count. Whoever is in none of them cannot
     * sign in.
     *
     * @param helpdesk may search, check and repair, as far as the delegation rules allow
     * @param manager may read the audit log
     * @param administrator may see the permissions and stop all changes
     */
    record Groups(
            @Nullable String helpdesk,
            @Nullable String manager,
            @Nullable String administrator) {

        Groups {
            check("helpdesk", helpdesk);
            check("manager", manager);
            check("administrator", administrator);
        }

        private static void check(String property, @Nullable String group) {
            if (group != null && DistinguishedName.read(group).isEmpty()) {
                throw new IllegalArgumentException("calmend.signin.groups." + property + ": '" + group
                        + "' is no distinguished name such as CN=Helpdesk,OU=Groups,DC=corp,DC=example");
            }
        }

        /** The group of each role, in the order of {@link Role}; roles without a group are left out. */
        Map<Role, DistinguishedName> byRole() {
            var groups = new java.util.EnumMap<Role, DistinguishedName>(Role.class);
            put(groups, Role.HELPDESK, helpdesk);
            put(groups, Role.MANAGER, manager);
            put(groups, Role.ADMINISTRATOR, administrator);
            return groups;
        }

        private static void put(Map<Role, DistinguishedName> groups, Role role, @Nullable String group) {
            if (group != null) {
                DistinguishedName.read(group).ifPresent(name -> groups.put(role, name));
            }
        }
    }

    /**
     * Limits on refused sign-ins. Keep them below the domain's account lockout threshold, so that guesses made here
     * lock nobody's Windows account.
     *
     * @param tries refused attempts for one account within the time, 1 to 100; below the domain's lockout threshold
     * @param triesOfKnownBrowsers further attempts, 0 to 100, only from a browser in which the account has signed in
     *     before; together with {@code tries} below the lockout threshold
     * @param triesPerAddress refused attempts from one network address within the time, 1 to 10,000
     * @param within the time; at least as long as the domain's "reset account lockout counter after"
     */
    record Throttle(
            @DefaultValue("3") int tries,
            @DefaultValue("1") int triesOfKnownBrowsers,
            @DefaultValue("30") int triesPerAddress,
            @DefaultValue("15m") Duration within) {

        Throttle {
            if (tries < 1 || tries > 100 || triesPerAddress < 1 || triesPerAddress > 10_000) {
                throw new IllegalArgumentException(
                        "calmend.signin.throttle: tries is 1 to 100, tries-per-address 1 to 10000");
            }
            if (triesOfKnownBrowsers < 0 || triesOfKnownBrowsers > 100) {
                throw new IllegalArgumentException("calmend.signin.throttle.tries-of-known-browsers is 0 to 100");
            }
            Bounds.check("calmend.signin.throttle.within", within, Duration.ofSeconds(1), Duration.ofDays(1));
        }
    }

    /**
     * How long a sign-in lasts. The idle timeout is {@code server.servlet.session.timeout}.
     *
     * @param atMost after this time the person has to sign in again, even if active; 1 minute to 7 days
     * @param readAgainEvery how often account and groups are read again, 1 second to 1 hour; a person who was disabled
     *     or removed from the groups is signed out after at most this time
     * @param perPerson how many browsers one person may be signed in with, 1 to 100; then the oldest session is ended
     */
    record Session(
            @DefaultValue("10h") Duration atMost,
            @DefaultValue("5m") Duration readAgainEvery,
            @DefaultValue("5") int perPerson) {

        Session {
            Bounds.check("calmend.signin.session.at-most", atMost, Duration.ofMinutes(1), Duration.ofDays(7));
            Bounds.check(
                    "calmend.signin.session.read-again-every",
                    readAgainEvery,
                    Duration.ofSeconds(1),
                    Duration.ofHours(1));
            Bounds.check("calmend.signin.session.per-person", perPerson, 1, 100);
        }
    }

    /**
     * Limits that apply before anybody has signed in, in addition to Tomcat's own ({@code server.tomcat.*}).
     *
     * @param connectionsPerAddress open connections of one network address (with IPv6, of one /64 network), 8 to
     *     10,000
     * @param requestBody the largest body of a request, 16 KB to 1 MB
     * @param requestWithin how long the head of a request may take, and how long its body may, 1 second to 5 minutes
     * @param sessionsBeforeSignIn sessions of people who have not signed in, 10 to 10,000; then the oldest is ended
     */
    record Limits(
            @DefaultValue("64") int connectionsPerAddress,
            @DefaultValue("64KB") DataSize requestBody,
            @DefaultValue("20s") Duration requestWithin,
            @DefaultValue("200") int sessionsBeforeSignIn) {

        private static final int FEWEST_CONNECTIONS = 8;
        private static final int FEWEST_SESSIONS = 10;
        private static final int MOST = 10_000;

        Limits {
            if (connectionsPerAddress < FEWEST_CONNECTIONS
                    || connectionsPerAddress > MOST
                    || sessionsBeforeSignIn < FEWEST_SESSIONS
                    || sessionsBeforeSignIn > MOST) {
                throw new IllegalArgumentException("calmend.signin.limits: connections-per-address is 8 to 10000,"
                        + " sessions-before-sign-in 10 to 10000");
            }
            if (requestBody.compareTo(DataSize.ofKilobytes(16)) < 0
                    || requestBody.compareTo(DataSize.ofMegabytes(1)) > 0) {
                throw new IllegalArgumentException("calmend.signin.limits.request-body is 16KB to 1MB");
            }
            Bounds.check(
                    "calmend.signin.limits.request-within",
                    requestWithin,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5));
        }
    }
}
