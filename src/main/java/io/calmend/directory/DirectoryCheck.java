package io.calmend.directory;

import io.calmend.directory.DirectoryConnection.Unavailable;
import io.calmend.health.CheckResult;
import io.calmend.health.HealthCheck;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Checks each domain controller: whether it answers over TLS with a trusted certificate, accepts the portal's account,
 * and agrees with this server's clock; and whether the base exists. A password that one controller rejects is not sent
 * to another.
 */
@Component
@Order(10)
class DirectoryCheck implements HealthCheck {

    /** Kerberos refuses clocks that differ by more than five minutes. */
    private static final Duration TOO_FAR = Duration.ofMinutes(4);

    private static final Duration FAR = Duration.ofSeconds(60);
    private static final DateTimeFormatter GENERALIZED = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final DirectorySettings settings;
    private final DirectoryConnection directory;
    private final Clock clock;

    DirectoryCheck(DirectorySettings settings, DirectoryConnection directory, Clock clock) {
        this.settings = settings;
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public String area() {
        return "directory";
    }

    @Override
    public List<CheckResult> check(Occasion occasion) {
        var results = new ArrayList<CheckResult>();
        if (!settings.configured()) {
            results.add(
                    CheckResult.failed("calmend.directory.urls", "no domain controller is named: nobody can sign in"));
            return results;
        }
        var reached = new ArrayList<URI>();
        for (var url : settings.urls()) {
            if (reach(url, results)) {
                reached.add(url);
            }
        }
        signIn(reached, results);
        base(results);
        return results;
    }

    /** Reads the controller's root entry, which anybody may read without an account. */
    private boolean reach(URI url, List<CheckResult> results) {
        try {
            var about = open(url, null, null, "currentTime", "defaultNamingContext");
            results.add(CheckResult.ok(url.toString(), "answers, and its certificate is trusted"));
            clock(url, about, results);
            return true;
        } catch (NamingException failure) {
            results.add(CheckResult.failed(url.toString(), sentence(DirectoryTrouble.of(failure))));
            return false;
        }
    }

    private static String sentence(DirectoryTrouble trouble) {
        return switch (trouble) {
            case CERTIFICATE ->
                "its certificate is not trusted or was issued to another name: name its certification authority in"
                        + " calmend.remote.trusted-certificates, and use the name in the certificate";
            case NOT_REACHED -> "cannot be reached: check its name, port 636 and the firewall";
            case SILENT -> "did not answer in time";
            case TLS -> "no TLS connection could be made: it needs a certificate, and TLS 1.2 or newer";
            default -> trouble.sentence();
        };
    }

    private void clock(URI url, Attributes about, List<CheckResult> results) throws NamingException {
        var said = about.get("currentTime");
        if (said == null || !(said.get() instanceof String text) || text.length() < 14) {
            results.add(CheckResult.notChecked(url.toString(), "does not report its time"));
            return;
        }
        Instant theirs;
        try {
            theirs = LocalDateTime.parse(text.substring(0, 14), GENERALIZED).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException strange) {
            results.add(CheckResult.notChecked(url.toString(), "does not report its time"));
            return;
        }
        var apart = Duration.between(theirs, clock.instant()).abs();
        var sentence = "its clock and this server's are " + apart.toSeconds() + " s apart";
        results.add(
                apart.compareTo(TOO_FAR) > 0
                        ? CheckResult.failed(
                                url.toString(),
                                sentence + "; Kerberos refuses more than 300 s: correct the clock (NTP)")
                        : apart.compareTo(FAR) > 0
                                ? CheckResult.warning(url.toString(), sentence + ": correct the clock (NTP)")
                                : CheckResult.ok(url.toString(), sentence));
    }

    private void signIn(List<URI> controllers, List<CheckResult> results) {
        var reference = settings.password();
        var password = reference == null ? null : reference.read().orElse(null);
        if (password == null) {
            results.add(CheckResult.failed(
                    "calmend.directory.password",
                    "cannot be read at " + reference + ": the file or variable is missing, empty, or not readable for"
                            + " Calmend's account"));
            return;
        }
        for (var url : controllers) {
            var subject = settings.user() + " at " + url;
            if (!directory.mayTry(password)) {
                results.add(CheckResult.notChecked(
                        subject, "this password was rejected a moment ago, and is not tried again yet"));
                continue;
            }
            try {
                open(url, settings.user(), password.reveal(), "defaultNamingContext");
                results.add(CheckResult.ok(subject, "signs in"));
            } catch (NamingException failure) {
                var trouble = DirectoryTrouble.of(failure);
                if (trouble == DirectoryTrouble.OWN_ACCOUNT_REFUSED) {
                    directory.refused(password);
                    results.add(CheckResult.failed(
                            subject,
                            "is refused: check calmend.directory.user, the password at " + reference
                                    + ", and that the account is enabled and not locked"));
                } else {
                    results.add(CheckResult.failed(subject, sentence(trouble)));
                }
            }
        }
    }

    private void base(List<CheckResult> results) {
        var subject = "calmend.directory.base " + settings.base();
        try {
            results.add(
                    directory.exists(DistinguishedName.read(settings.base()).orElseThrow(), "(objectClass=*)")
                            ? CheckResult.ok(subject, "exists")
                            : CheckResult.failed(
                                    subject,
                                    "is not in Active Directory: use the domain's distinguished name, such as"
                                            + " DC=corp,DC=example"));
        } catch (Unavailable e) {
            results.add(CheckResult.notChecked(subject, String.valueOf(e.getMessage())));
        }
    }

    /** Opens one connection, reads the controller's root entry, and closes the connection. */
    @SuppressWarnings("BanJNDI") // attributes of texts alone are asked for, and no object is made of an entry
    private Attributes open(URI url, @Nullable String user, @Nullable String password, String... wanted)
            throws NamingException {
        var environment = new Hashtable<String, Object>(DirectoryConnection.environment(settings));
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, "ldaps://" + url.getRawAuthority());
        environment.put(Context.SECURITY_AUTHENTICATION, user == null ? "none" : "simple");
        if (user != null && password != null) {
            environment.put(Context.SECURITY_PRINCIPAL, user);
            environment.put(Context.SECURITY_CREDENTIALS, password);
        }
        var context = new InitialDirContext(environment);
        try {
            return context.getAttributes("", wanted);
        } finally {
            context.close();
        }
    }
}
