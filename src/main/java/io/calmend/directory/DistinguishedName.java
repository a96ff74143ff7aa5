package io.calmend.directory;

import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The distinguished name of an object in the directory. Names compare equal regardless of case, spaces around commas
 * and form of escaping (RFC 4514), which strings would not.
 */
public final class DistinguishedName {

    private static final int LONGEST = 4_096;

    private final LdapName name;
    private final String text;

    private DistinguishedName(LdapName name, String text) {
        this.name = name;
        this.text = text;
    }

    /** Reads a name; empty if {@code text} is none, is blank or is longer than 4,096 characters. Never throws. */
    public static Optional<DistinguishedName> read(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            var name = new LdapName(text);
            return name.isEmpty() ? Optional.empty() : Optional.of(new DistinguishedName(name, text));
        } catch (InvalidNameException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether this is {@code above} itself or anything below it. */
    public boolean isWithin(DistinguishedName above) {
        return name.startsWith(above.name);
    }

    /** How many parts it has: 3 for {@code OU=Workstations,DC=corp,DC=example}. */
    public int parts() {
        return name.size();
    }

    LdapName toLdapName() {
        return (LdapName) name.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinguishedName that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The text that was read. */
    @Override
    public String toString() {
        return text;
    }
}
