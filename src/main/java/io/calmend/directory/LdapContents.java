package io.calmend.directory;

import io.calmend.directory.DirectoryConnection.Unavailable;
import io.calmend.directory.DirectoryContents.Presence;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalInt;
import org.springframework.ldap.support.LdapEncoder;
import org.springframework.stereotype.Component;

/** Looks settings up in Active Directory. */
@Component
class LdapContents implements DirectoryContents {

    private static final String PEOPLE = "(objectClass=user)(!(objectClass=computer))";
    private static final String COMPUTERS =
            "(&(objectClass=computer)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))";

    private final DirectoryConnection directory;
    private final DirectorySettings settings;
    private final PersonSearch people;
    private final Clock clock;

    LdapContents(DirectoryConnection directory, DirectorySettings settings, PersonSearch people, Clock clock) {
        this.directory = directory;
        this.settings = settings;
        this.people = people;
        this.clock = clock;
    }

    /** A query that counts the members. */
    private interface Counting {
        int count() throws Unavailable;
    }

    @Override
    public Presence group(String distinguishedName, boolean count) {
        return presence(
                distinguishedName,
                "(objectClass=group)",
                count,
                () -> directory
                        .search(
                                "(&" + PEOPLE + "(memberOf:1.2.840.113556.1.4.1941:="
                                        + LdapEncoder.filterEncode(distinguishedName) + "))",
                                new String[] {"1.1"},
                                Presence.MOST)
                        .size());
    }

    @Override
    public Presence organisationalUnit(String distinguishedName, boolean count) {
        return presence(
                distinguishedName,
                "(objectClass=*)",
                count,
                () -> directory
                        .below(DistinguishedName.read(distinguishedName).orElseThrow(), COMPUTERS, Presence.MOST)
                        .size());
    }

    private Presence presence(String distinguishedName, String filter, boolean count, Counting counting) {
        var name = DistinguishedName.read(distinguishedName);
        if (name.isEmpty()) {
            return new Presence.Missing();
        }
        try {
            if (!directory.exists(name.get(), filter)) {
                return new Presence.Missing();
            }
        } catch (Unavailable e) {
            return new Presence.Unknown(Objects.requireNonNullElse(e.getMessage(), "no answer"));
        }
        try {
            return new Presence.Found(count ? OptionalInt.of(counting.count()) : OptionalInt.empty());
        } catch (Unavailable uncounted) {
            // counting in a large domain may take too long; that the entry exists is known
            return new Presence.Found(OptionalInt.empty());
        }
    }

    @Override
    public Presence account(String principal) {
        var at = principal.indexOf('@');
        try {
            // a realm is the domain's name in capitals; accounts of other domains are not in this directory
            if (at < 0 || !principal.substring(at + 1).equalsIgnoreCase(settings.domain())) {
                return new Presence.Unknown("it is not an account of " + settings.domain());
            }
            var entry = people.find(principal);
            if (entry.isEmpty()) {
                return new Presence.Missing();
            }
            return PersonSearch.isEnabled(entry.get(), LdapDirectory.fileTime(clock))
                    ? new Presence.Found(OptionalInt.empty())
                    : new Presence.NotEnabled();
        } catch (Unavailable e) {
            return new Presence.Unknown(Objects.requireNonNullElse(e.getMessage(), "no answer"));
        }
    }
}
