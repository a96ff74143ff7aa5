package io.calmend.directory;

import io.calmend.vocabulary.Bounds;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.SecretReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Active Directory. Without {@code urls} the portal starts, but nobody can sign in and no host is found.
 *
 * @param urls the domain controllers, tried in this order, for example {@code ldaps://dc1.corp.example}; LDAPS only,
 *     with the name that is in the controller's certificate
 * @param base the distinguished name of the domain, for example {@code DC=corp,DC=example}; nothing outside it is read
 * @param user the account the portal reads with, as {@code svc-calmend@corp.example} or as a distinguished name; it needs no
 *     rights beyond those of every domain user
 * @param password where its password is kept: {@code env:NAME} or {@code file:PATH}
 * @param domain the DNS name of the domain, to which account names without a domain belong; by default taken from
 *     {@code base}
 * @param netbiosName the short name in {@code CORP\alice}; by default the first part of {@code domain}
 * @param dnsSuffixes the suffixes that DNS names of computers may have, by default {@code domain} alone. A computer is
 *     refused if its {@code dNSHostName} is not its own name followed by one of these, so that nobody can direct the
 *     portal's accounts to another host
 * @param connectTimeout the longest wait for a connection, 100 milliseconds to 1 minute
 * @param readTimeout the longest wait for one answer, 100 milliseconds to 1 minute
 */
@ConfigurationProperties("calmend.directory")
record DirectorySettings(
        @DefaultValue List<URI> urls,
        @DefaultValue("") String base,
        @DefaultValue("") String user,
        @Nullable SecretReference password,
        @DefaultValue("") String domain,
        @DefaultValue("") String netbiosName,
        @DefaultValue List<String> dnsSuffixes,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    DirectorySettings {
        urls = List.copyOf(urls);
        for (var url : urls) {
            if (!"ldaps".equalsIgnoreCase(url.getScheme()) || url.getHost() == null) {
                throw new IllegalArgumentException("calmend.directory.urls: '" + url
                        + "' is not ldaps://NAME; without TLS passwords would be sent in clear text");
            }
            if (url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || !pathOf(url).isEmpty()) {
                throw new IllegalArgumentException(
                        "calmend.directory.urls: give name and port only; the domain is set in calmend.directory.base");
            }
        }
        if (!urls.isEmpty()) {
            if (DistinguishedName.read(base).isEmpty()) {
                throw new IllegalArgumentException(
                        "calmend.directory.base: '" + base + "' is no distinguished name such as DC=corp,DC=example");
            }
            if (user.isBlank() || password == null) {
                throw new IllegalArgumentException(
                        "calmend.directory.user and calmend.directory.password are needed to read Active Directory");
            }
        }
        Bounds.check("calmend.directory.connect-timeout", connectTimeout, SHORTEST, LONGEST);
        Bounds.check("calmend.directory.read-timeout", readTimeout, SHORTEST, LONGEST);
        if (domain.isBlank()) {
            domain = domainOf(base);
        }
        domain = domain.toLowerCase(Locale.ROOT);
        if (netbiosName.isBlank()) {
            var dot = domain.indexOf('.');
            netbiosName = dot < 0 ? domain : domain.substring(0, dot);
        }
        dnsSuffixes = dnsSuffixes.isEmpty() && !domain.isEmpty()
                ? List.of(domain)
                : dnsSuffixes.stream().map(DirectorySettings::suffix).toList();
    }

    boolean configured() {
        return !urls.isEmpty();
    }

    LdapName baseName() {
        return DistinguishedName.read(base).orElseThrow().toLdapName();
    }

    private static String suffix(String written) {
        if (HostName.read(written) instanceof HostName.Reading.Accepted(var name)) {
            return name.value();
        }
        throw new IllegalArgumentException(
                "calmend.directory.dns-suffixes: '" + written + "' is no DNS name such as corp.example");
    }

    private static String pathOf(URI url) {
        var path = url.getRawPath();
        return path == null || path.equals("/") ? "" : path;
    }

    private static String domainOf(String base) {
        return DistinguishedName.read(base)
                .map(name -> name.toLdapName().getRdns().reversed().stream()
                        .filter(part -> part.getType().equalsIgnoreCase("DC"))
                        .map(part -> part.getValue().toString())
                        .collect(Collectors.joining(".")))
                .orElse("");
    }
}
