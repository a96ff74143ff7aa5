package io.calmend.directory;

import io.calmend.directory.DirectoryConnection.Unavailable;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ldap.support.LdapEncoder;

/**
 * Decides whether a computer's {@code dNSHostName} really is its own name. The portal connects to that name, and more
 * people may write the attribute than should decide where an administrator's account signs in: whoever joined the
 * computer to the domain, or administers its organisational unit.
 */
final class DnsNames {

    private static final Logger LOG = LoggerFactory.getLogger(DnsNames.class);

    /** Windows shortens longer names to this length for the account, and keeps the full name in DNS. */
    private static final int LONGEST_ACCOUNT = 15;

    private static final int MOST_OTHERS = 10;
    private static final int MOST_LOGGED = 1_000;
    private static final String[] ATTRIBUTES = {"objectGUID", "userAccountControl", "primaryGroupID"};

    private final DirectoryConnection directory;
    private final List<String> suffixes;
    private final Set<String> controllers;

    /** What was already logged: a recovery may look up the same computer every few seconds. */
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    DnsNames(DirectoryConnection directory, DirectorySettings settings) {
        this.directory = directory;
        suffixes = settings.dnsSuffixes();
        controllers = settings.urls().stream()
                .map(URI::getHost)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What can be decided without asking the directory: empty if {@code name} may belong to {@code computer}. */
    Optional<FailureReason> shapeOf(DirectoryEntry computer, HostName name) {
        // one label before the suffix, as domains register computers: a deeper name belongs to another domain
        var rest = name.value().substring(name.shortName().length());
        if (suffixes.stream().noneMatch(suffix -> rest.equals("." + suffix))) {
            return refuse(computer, name, FailureReason.HOST_DNS_NAME_FOREIGN);
        }
        var account = computer.text("sAMAccountName").replaceFirst("\\$$", "").toLowerCase(Locale.ROOT);
        var fits = account.length() == LONGEST_ACCOUNT
                ? name.shortName().startsWith(account)
                : name.shortName().equals(account);
        if (!fits) {
            return refuse(computer, name, FailureReason.HOST_DNS_NAME_MISMATCH);
        }
        return controllers.contains(name.value())
                ? refuse(computer, name, FailureReason.DOMAIN_CONTROLLER)
                : Optional.empty();
    }

    /**
     * Checks, with one query, that no other account uses {@code name}. Disabled accounts do not count, since a rebuilt
     * computer often leaves one behind; nor does the account of a person or service that holds the host's HTTP service
     * principal name, as with a web server.
     */
    Optional<FailureReason> othersCalled(DirectoryEntry computer, HostName name) throws Unavailable {
        var escaped = LdapEncoder.filterEncode(name.value());
        var filter = "(&(|(dNSHostName=" + escaped + ")(servicePrincipalName=HOST/" + escaped
                + ")(&(objectClass=computer)(|(servicePrincipalName=HTTP/" + escaped + ")(servicePrincipalName=WSMAN/"
                + escaped + "))))(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";
        for (var other : directory.search(filter, ATTRIBUTES, MOST_OTHERS)) {
            if (!other.name().equals(computer.name())) {
                return refuse(
                        computer,
                        name,
                        LdapDirectory.isController(other)
                                ? FailureReason.DOMAIN_CONTROLLER
                                : FailureReason.HOST_DNS_NAME_DUPLICATE);
            }
        }
        return Optional.empty();
    }

    private Optional<FailureReason> refuse(DirectoryEntry computer, HostName name, FailureReason reason) {
        if (logged.size() >= MOST_LOGGED) {
            logged.clear();
        }
        var place = computer.name().toString();
        if (logged.add(place + " " + name + " " + reason)) {
            LOG.warn("{} is refused: its dNSHostName is {} ({})", place, name, reason);
        }
        return Optional.of(reason);
    }
}
