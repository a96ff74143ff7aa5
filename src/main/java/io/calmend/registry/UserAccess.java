package io.calmend.registry;

import java.util.Optional;
import java.util.Set;

/** What the security descriptors of a key mean for people who use the computer. */
public final class UserAccess {

    /** Users, Everyone, Authenticated Users, Interactive: what every person who signs in at a computer is. */
    private static final Set<String> ORDINARY = Set.of("S-1-5-32-545", "S-1-1-0", "S-1-5-11", "S-1-5-4");

    private UserAccess() {}

    /**
     * Whether ordinary users may set values of a key and make keys below it. As Windows does, entries are asked in order,
     * and one that denies counts for what none before it allowed. Rights of single persons and of groups of the directory
     * are not known here.
     *
     * @param sddl as the host gave it; empty is answered for a text that cannot be understood
     */
    public static Optional<Boolean> usersMayWrite(String sddl) {
        var descriptor = Sddl.parse(sddl);
        if (descriptor == null) {
            return Optional.empty();
        }
        var aces = descriptor.aces();
        if (aces == null) {
            return Optional.of(true);
        }
        var missing = Sddl.SET_VALUE | Sddl.CREATE_SUB_KEY;
        for (var ace : aces) {
            if (ace.has("IO") || !ORDINARY.contains(ace.sid())) {
                continue;
            }
            if (ace.type().contains("D") && (ace.mask() & missing) != 0) {
                return Optional.of(false);
            }
            if (ace.type().equals("A")) {
                missing &= ~ace.mask();
            }
        }
        return Optional.of(missing == 0);
    }
}
