package io.calmend.registry;

import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do to a key after a change that they may not do before it, for people to read: "Everyone may change this
 * key".
 *
 * @param who the SID: {@code S-1-1-0} for everyone, an alias of two letters where Windows names no other
 * @param below whether it holds for keys that are made below this one, and not for the key itself
 */
public record AccessGain(RegistryView view, RegistryPath path, String who, Access access, boolean below) {

    /** From the least to the most; each holds the ones before. */
    public enum Access {
        READ,
        CHANGE,
        /** Change the security descriptors or the owner, and so everything. */
        CONTROL
    }

    public Location location() {
        return new Location(view, path);
    }

    private static final String EVERYONE = "S-1-1-0";
    private static final String CREATOR_OWNER = "S-1-3-0";
    private static final String OWNER_RIGHTS = "S-1-3-4";

    private static final int WRITE_OWNER = 0x80000;
    private static final int CREATE_LINK = 0x20;
    private static final int CHANGES = Sddl.SET_VALUE | Sddl.CREATE_SUB_KEY | CREATE_LINK | Sddl.DELETE;
    private static final int READS = Sddl.KEY_READ;

    /** What everybody is who is somebody else too: rights given to these are theirs as well. */
    private static final Map<String, Set<String>> ALSO = Map.of(
            "S-1-5-32-545",
            Set.of(EVERYONE, "S-1-5-11", "S-1-5-4"),
            "S-1-5-4",
            Set.of(EVERYONE, "S-1-5-11"),
            "S-1-5-11",
            Set.of(EVERYONE),
            EVERYONE,
            Set.of());

    private static final Set<String> ANYBODY = Set.of(EVERYONE, "S-1-5-11");

    /**
     * What is gained on the way from {@code before} to {@code after}, in the order of the keys of {@code after}. A key that is
     * new is compared with the nearest one above it. What Administrators and the system gain is left out: they may take any key
     * at any time. Rights that could not be read count as none before.
     */
    static List<AccessGain> between(RegistryState before, RegistryState after) {
        var gains = new ArrayList<AccessGain>();
        for (var tree : after.trees()) {
            var target = tree.target();
            var there = before.tree(target.view(), target.path());
            collect(target.view(), tree.tree(), there, null, gains);
        }
        return List.copyOf(gains);
    }

    private static void collect(
            RegistryView view,
            KeyState after,
            @Nullable KeyState before,
            @Nullable String above,
            List<AccessGain> gains) {
        if (!(after instanceof KeyState.Present key)) {
            return;
        }
        var was = before instanceof KeyState.Present present ? present : null;
        var reference = was == null ? above : was.sddl();
        if (key.sddl() != null && !key.sddl().equals(reference)) {
            of(view, key.path(), reference, key.sddl(), gains);
        }
        var children = new LinkedHashMap<RegistryPath, KeyState>();
        if (was != null) {
            was.keys().forEach(child -> children.putIfAbsent(child.path(), child));
        }
        for (var child : key.keys()) {
            collect(view, child, children.get(child.path()), reference, gains);
        }
    }

    private static void of(
            RegistryView view, RegistryPath path, @Nullable String before, String after, List<AccessGain> gains) {
        var now = Sddl.parse(after);
        if (now == null) {
            gains.add(new AccessGain(view, path, EVERYONE, Access.CONTROL, false));
            return;
        }
        var was = before == null ? null : Sddl.parse(before);
        for (var below : List.of(false, true)) {
            Access everyone = null;
            for (var who : people(now)) {
                var access = highest(mask(now, who, below) & ~(was == null ? 0 : mask(was, who, below)));
                if (access == null) {
                    continue;
                }
                if (who.equals(EVERYONE)) {
                    everyone = access;
                }
                var known = below && gains.contains(new AccessGain(view, path, who, access, false));
                if (!known && (who.equals(EVERYONE) || everyone == null || access.compareTo(everyone) > 0)) {
                    gains.add(new AccessGain(view, path, who, access, below));
                }
            }
        }
    }

    /** Everyone first. */
    private static Set<String> people(Sddl sddl) {
        var people = new LinkedHashSet<String>();
        people.add(EVERYONE);
        if (sddl.aces() != null) {
            sddl.aces().forEach(ace -> people.add(ace.sid()));
        }
        if (sddl.owner() != null) {
            people.add(sddl.owner());
        }
        people.removeAll(Set.of("S-1-5-32-544", "S-1-5-18", CREATOR_OWNER, "S-1-3-1", OWNER_RIGHTS));
        return people;
    }

    /**
     * What {@code who} may do, as Windows asks: in order, and what is denied counts for what nothing before it allowed. A
     * condition is taken to be met where it allows, and not where it denies.
     */
    private static int mask(Sddl sddl, String who, boolean below) {
        var aces = sddl.aces();
        if (aces == null) {
            return below ? 0 : -1;
        }
        var same = ALSO.getOrDefault(who, ANYBODY);
        var allowed = 0;
        var denied = 0;
        for (var ace : aces) {
            var applies = below ? ace.has("CI") : !ace.has("IO");
            if (!applies || !ace.sid().equals(who) && !same.contains(ace.sid())) {
                continue;
            }
            if (ace.type().endsWith("A")) {
                allowed |= ace.mask() & ~denied;
            } else if (ace.type().equals("D")) {
                denied |= ace.mask() & ~allowed;
            }
        }
        if (!below
                && who.equals(sddl.owner())
                && aces.stream().noneMatch(ace -> ace.sid().equals(OWNER_RIGHTS))) {
            allowed |= Sddl.READ_CONTROL | Sddl.WRITE_DAC;
        }
        return allowed;
    }

    private static @Nullable Access highest(int mask) {
        if ((mask & (Sddl.WRITE_DAC | WRITE_OWNER)) != 0) {
            return Access.CONTROL;
        }
        if ((mask & CHANGES) != 0) {
            return Access.CHANGE;
        }
        return (mask & READS & ~Sddl.READ_CONTROL) != 0 ? Access.READ : null;
    }
}
