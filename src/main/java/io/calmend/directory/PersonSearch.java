package io.calmend.directory;

import io.calmend.directory.DirectoryConnection.Unavailable;
import io.calmend.vocabulary.Actor;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.ldap.core.DirContextAdapter;
import org.springframework.ldap.core.DirContextOperations;
import org.springframework.ldap.support.LdapEncoder;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.ldap.search.LdapUserSearch;
import org.springframework.stereotype.Component;

/** Finds the one account that a person means, in each form that Windows accepts for a name. */
@Component
class PersonSearch implements LdapUserSearch {

    /**
     * Follows nested groups, on the domain controller ([MS-ADTS] 3.1.1.3.4.4.3, LDAP_MATCHING_RULE_TRANSITIVE_EVAL).
     */
    private static final String IN_CHAIN = "member:1.2.840.113556.1.4.1941:";

    private static final int LONGEST_NAME = 256;
    private static final int MOST_GROUPS = 5_000;
    private static final int DISABLED = 0x2;
    private static final int LOCKED_NOW = 0x10;
    private static final String[] ATTRIBUTES = {
        "sAMAccountName",
        "userPrincipalName",
        "objectSid",
        "displayName",
        "userAccountControl",
        "accountExpires",
        "lockoutTime",
        "primaryGroupID",
        "msDS-User-Account-Control-Computed"
    };
    private static final String[] NONE = {"1.1"};

    private final DirectoryConnection directory;
    private final DirectorySettings settings;

    PersonSearch(DirectoryConnection directory, DirectorySettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * The account that somebody typed at sign-in: {@code alice}, {@code CORP\alice}, {@code alice@corp.example} or
     * another UPN. Its {@code userPrincipalName} is the name to bind with; if the entry has none, it is made from the
     * account name.
     *
     * @throws UsernameNotFoundException if no account or more than one has that name
     * @throws InternalAuthenticationServiceException if the directory does not answer
     */
    @Override
    public DirContextOperations searchForUser(String typed) {
        try {
            var entry = find(typed).orElseThrow(() -> new UsernameNotFoundException("no such account"));
            var sid = WindowsIds.sid(entry.bytes("objectSid"))
                    .orElseThrow(() -> new UsernameNotFoundException("account without objectSid"));
            var account = entry.text("sAMAccountName");
            var principal = entry.text("userPrincipalName");
            var person = new DirContextAdapter(entry.name().toLdapName());
            person.setAttributeValue("objectSid", sid);
            person.setAttributeValue("sAMAccountName", account);
            person.setAttributeValue("displayName", displayName(entry));
            person.setAttributeValue(
                    "userPrincipalName", principal.isEmpty() ? account + "@" + settings.domain() : principal);
            return person;
        } catch (Unavailable e) {
            throw new InternalAuthenticationServiceException("Active Directory does not respond", e);
        }
    }

    /**
     * Empty if no account or more than one is called {@code name}: an account name, a UPN, {@code DOMAIN\name} or a SID.
     */
    Optional<DirectoryEntry> find(String name) throws Unavailable {
        var which = filterFor(name.strip());
        if (which.isEmpty()) {
            return Optional.empty();
        }
        var found =
                directory.search("(&(objectClass=user)(!(objectClass=computer))" + which.get() + ")", ATTRIBUTES, 2);
        return found.size() == 1 && !found.getFirst().text("sAMAccountName").isEmpty()
                ? Optional.of(found.getFirst())
                : Optional.empty();
    }

    private Optional<String> filterFor(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        var sid = WindowsIds.bytesOf(name);
        if (sid.isPresent()) {
            return Optional.of("(objectSid=" + WindowsIds.inFilter(sid.get()) + ")");
        }
        var backslash = name.indexOf('\\');
        if (backslash >= 0) {
            var here = name.substring(0, backslash).equalsIgnoreCase(settings.netbiosName());
            return here ? Optional.of(byAccount(name.substring(backslash + 1))) : Optional.empty();
        }
        var at = name.lastIndexOf('@');
        if (at >= 0) {
            return name.substring(at + 1).toLowerCase(Locale.ROOT).equals(settings.domain())
                    ? Optional.of(byAccount(name.substring(0, at)))
                    : Optional.of("(userPrincipalName=" + LdapEncoder.filterEncode(name) + ")");
        }
        return Optional.of(byAccount(name));
    }

    /**
     * Finds an account by its name, and any account that has this name as its explicit UPN in this domain. If these
     * are two accounts, a bind with the name could reach the wrong one: then the search finds two, and nobody is
     * signed in.
     */
    private String byAccount(String account) {
        var escaped = LdapEncoder.filterEncode(account);
        return "(|(sAMAccountName=" + escaped + ")(userPrincipalName=" + escaped + "@"
                + LdapEncoder.filterEncode(settings.domain()) + "))";
    }

    static Optional<Actor> actor(DirectoryEntry entry) {
        return WindowsIds.sid(entry.bytes("objectSid"))
                .map(sid -> new Actor(sid, entry.text("sAMAccountName"), displayName(entry)));
    }

    private static String displayName(DirectoryEntry entry) {
        var name = entry.text("displayName");
        return name.isEmpty() ? entry.text("sAMAccountName") : name;
    }

    /** False for an account that is disabled, expired or locked out at {@code fileTime} (100 ns since 1601). */
    static boolean isEnabled(DirectoryEntry entry, long fileTime) {
        var control = entry.number("userAccountControl").orElse(DISABLED);
        if ((control & DISABLED) != 0) {
            return false;
        }
        // 0 and the largest number both mean that the account never expires
        var expires = entry.number("accountExpires").orElse(0);
        if (expires > 0 && expires <= fileTime) {
            return false;
        }
        var computed = entry.number("msDS-User-Account-Control-Computed");
        return computed.isPresent()
                ? (computed.getAsLong() & LOCKED_NOW) == 0
                : entry.number("lockoutTime").orElse(0) == 0;
    }

    /**
     * All groups that the person is in, including nested ones and the primary group (which {@code member} does not
     * list).
     */
    Set<String> groupsOf(DirectoryEntry person) throws Unavailable {
        var primary = primaryGroupOf(person);
        var members =
                "(" + IN_CHAIN + "=" + LdapEncoder.filterEncode(person.name().toString()) + ")";
        if (primary.isPresent()) {
            members = "(|" + members + "(" + IN_CHAIN + "="
                    + LdapEncoder.filterEncode(primary.get().name().toString()) + "))";
        }
        var groups = new HashSet<String>();
        for (var group : directory.search("(&(objectClass=group)" + members + ")", NONE, MOST_GROUPS)) {
            groups.add(group.name().toString());
        }
        primary.ifPresent(group -> groups.add(group.name().toString()));
        return Set.copyOf(groups);
    }

    private Optional<DirectoryEntry> primaryGroupOf(DirectoryEntry person) throws Unavailable {
        var relative = person.number("primaryGroupID");
        var sid = WindowsIds.sid(person.bytes("objectSid"));
        if (relative.isEmpty() || sid.isEmpty()) {
            return Optional.empty();
        }
        var domain = sid.get().substring(0, sid.get().lastIndexOf('-'));
        var group = WindowsIds.bytesOf(domain + "-" + relative.getAsLong());
        if (group.isEmpty()) {
            return Optional.empty();
        }
        List<DirectoryEntry> found =
                directory.search("(&(objectClass=group)(objectSid=" + WindowsIds.inFilter(group.get()) + "))", NONE, 1);
        return found.stream().findFirst();
    }
}
