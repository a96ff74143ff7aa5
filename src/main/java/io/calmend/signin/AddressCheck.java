package io.calmend.signin;

import io.calmend.health.CheckResult;
import io.calmend.health.HealthCheck;
import io.calmend.vocabulary.Dates;
import io.calmend.vocabulary.UnusableSettingException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Checks whether people can reach the portal under the configured addresses: its certificate and key, names and ports.
 */
@Component
@Order(60)
class AddressCheck implements HealthCheck {

    private static final Duration SOON = Duration.ofDays(30);
    private static final int DNS_NAME = 2;

    private final SignInSettings settings;
    private final SslBundles bundles;
    private final Environment environment;
    private final Clock clock;

    AddressCheck(SignInSettings settings, SslBundles bundles, Environment environment, Clock clock) {
        this.settings = settings;
        this.bundles = bundles;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public String area() {
        return "address";
    }

    @Override
    public List<CheckResult> check(Occasion occasion) {
        var results = new ArrayList<CheckResult>();
        var proxy = environment.containsProperty("server.forward-headers-strategy");
        Set<String> names = Set.of();
        try {
            var ssl = Binder.get(environment).bind("server.ssl", Ssl.class).orElse(null);
            var certificate = OwnCertificate.read(ssl, bundles);
            if (certificate.isPresent()) {
                results.add(dates(certificate.get()));
                names = namesOf(certificate.get());
            } else {
                results.add(CheckResult.notChecked(
                        "own certificate",
                        proxy
                                ? "there is none here: the proxy in front has it"
                                : "there is none: Calmend uses plain HTTP"));
            }
        } catch (UnusableSettingException unusable) {
            results.add(CheckResult.failed("own certificate", String.valueOf(unusable.getMessage())));
        }
        if (settings.publicUrls().isEmpty()) {
            results.add(CheckResult.warning(
                    "calmend.signin.public-urls", "names no address: Calmend can only be used on this server itself"));
        }
        for (var url : settings.publicUrls()) {
            results.add(name(url, names));
            results.add(port(url, proxy));
        }
        return results;
    }

    private CheckResult dates(X509Certificate certificate) {
        var until = certificate.getNotAfter().toInstant();
        var now = clock.instant();
        var subject = "own certificate " + certificate.getSubjectX500Principal().getName();
        if (until.isBefore(now)) {
            return CheckResult.failed(subject, "expired on " + Dates.inUtc(until) + ": renew it");
        }
        if (certificate.getNotBefore().toInstant().isAfter(now)) {
            return CheckResult.failed(
                    subject,
                    "is not valid before "
                            + Dates.inUtc(certificate.getNotBefore().toInstant()) + ": check the clock");
        }
        var sentence = "matches its key and is valid until " + Dates.inUtc(until);
        return until.isBefore(now.plus(SOON))
                ? CheckResult.warning(subject, sentence + ": renew it")
                : CheckResult.ok(subject, sentence);
    }

    /** @param names from the portal's own certificate; empty if a proxy terminates TLS */
    private static CheckResult name(URI url, Set<String> names) {
        var host = url.getHost().toLowerCase(Locale.ROOT);
        if (!names.isEmpty() && names.stream().noneMatch(name -> covers(name, host))) {
            return CheckResult.failed(
                    url.toString(), "Calmend's own certificate was issued to " + String.join(", ", names) + " only");
        }
        try {
            InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            return CheckResult.warning(url.toString(), "its name is not in the DNS of this server");
        }
        return CheckResult.ok(
                url.toString(),
                names.isEmpty() ? "its name is in the DNS" : "its name is in the DNS and in the own certificate");
    }

    private CheckResult port(URI url, boolean proxy) {
        var usual = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        var port = url.getPort() < 0 ? usual : url.getPort();
        var listens = environment.getProperty(
                "local.server.port", Integer.class, environment.getProperty("server.port", Integer.class, 8080));
        if (port == listens || proxy) {
            return CheckResult.ok(
                    url.toString(),
                    proxy ? "its port " + port + " is the proxy's" : "its port " + port + " is Calmend's");
        }
        return CheckResult.warning(
                url.toString(),
                "names port " + port + ", and Calmend listens on " + listens
                        + " (server.port). That is right where something forwards one to the other; else people have to"
                        + " type the port, and it has to be named here too");
    }

    private static boolean covers(String name, String host) {
        return name.equals(host)
                || name.startsWith("*.")
                        && host.indexOf('.') > 0
                        && name.substring(1).equals(host.substring(host.indexOf('.')));
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        var names = new TreeSet<String>();
        try {
            var all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                for (var one : all) {
                    if (one.get(0) instanceof Integer kind && kind == DNS_NAME) {
                        names.add(String.valueOf(one.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            names.add("names that cannot be read");
        }
        if (names.isEmpty()) {
            names.add("no DNS name at all");
        }
        return names;
    }
}
