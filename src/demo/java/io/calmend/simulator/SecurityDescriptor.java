package io.calmend.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Owner, group and DACL of a registry key in the text form of MS-DTYP 2.5.1, as far as a registry needs it.
 *
 * @param aces null if there is no DACL at all: then everybody may do everything
 */
record SecurityDescriptor(
        String owner, String group, String flags, @Nullable List<Ace> aces) {

    static final int QUERY_VALUE = 0x1;
    static final int SET_VALUE = 0x2;
    static final int CREATE_SUBKEY = 0x4;
    static final int DELETE = 0x10000;
    static final int READ_CONTROL = 0x20000;
    static final int WRITE_DAC = 0x40000;
    static final int WRITE_OWNER = 0x80000;
    static final int KEY_READ = 0x20019;
    static final int KEY_WRITE = 0x20006;
    private static final int KEY_ALL = 0xf003f;

    /** Who an administrator of a remote shell is: Administrators, Authenticated Users, Everyone, Users, Network. */
    private static final Set<String> ADMINISTRATOR =
            Set.of("BA", "AU", "WD", "BU", "NU", "S-1-5-32-544", "S-1-5-11", "S-1-1-0", "S-1-5-32-545", "S-1-5-2");

    private static final Pattern SHAPE =
            Pattern.compile("(?:O:([A-Z]{2}|S-[0-9-]+))?(?:G:([A-Z]{2}|S-[0-9-]+))?(?:D:([A-Z]*)((?:\\([^()]*\\))*))?");
    private static final Pattern ACE = Pattern.compile("\\(([^()]*)\\)");

    private static final Map<String, Integer> RIGHTS = Map.ofEntries(
            Map.entry("KA", KEY_ALL),
            Map.entry("KR", KEY_READ),
            Map.entry("KW", KEY_WRITE),
            Map.entry("KX", KEY_READ),
            Map.entry("GA", KEY_ALL),
            Map.entry("GR", KEY_READ),
            Map.entry("GW", KEY_WRITE),
            Map.entry("GX", KEY_READ),
            Map.entry("CC", 0x1),
            Map.entry("DC", 0x2),
            Map.entry("LC", 0x4),
            Map.entry("SW", 0x8),
            Map.entry("RP", 0x10),
            Map.entry("WP", 0x20),
            Map.entry("SD", DELETE),
            Map.entry("RC", READ_CONTROL),
            Map.entry("WD", WRITE_DAC),
            Map.entry("WO", WRITE_OWNER));

    /** One entry: {@code type} is {@code A} or {@code D}. */
    record Ace(String type, String flags, int rights, String rightsText, String sid) {

        boolean inheritsToKeys() {
            return flags.contains("CI");
        }

        boolean appliesHere() {
            return !flags.contains("IO");
        }

        @Override
        public String toString() {
            return "(" + type + ";" + flags + ";" + rightsText + ";;;" + sid + ")";
        }
    }

    /** @throws IllegalArgumentException if Windows would not take it either */
    static SecurityDescriptor of(String sddl) {
        var matcher = SHAPE.matcher(sddl);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an SDDL string");
        }
        List<Ace> aces = null;
        if (matcher.group(4) != null) {
            aces = new ArrayList<>();
            var each = ACE.matcher(matcher.group(4));
            while (each.find()) {
                aces.add(ace(each.group(1)));
            }
        }
        return new SecurityDescriptor(text(matcher.group(1)), text(matcher.group(2)), text(matcher.group(3)), aces);
    }

    private static Ace ace(String text) {
        var parts = text.split(";", -1);
        if (parts.length != 6) {
            throw new IllegalArgumentException("not an ACE");
        }
        return new Ace(parts[0], parts[1], rights(parts[2]), parts[2], parts[5]);
    }

    private static int rights(String text) {
        if (text.toLowerCase(Locale.ROOT).startsWith("0x")) {
            return Integer.parseUnsignedInt(text.substring(2), 16);
        }
        int rights = 0;
        for (int i = 0; i + 2 <= text.length(); i += 2) {
            var right = RIGHTS.get(text.substring(i, i + 2));
            if (right == null) {
                throw new IllegalArgumentException("not a right");
            }
            rights |= right;
        }
        return rights;
    }

    private static String text(@Nullable String group) {
        return group == null ? "" : group;
    }

    /**
     * Whether an administrator of a remote shell gets all of {@code wanted}.
     *
     * @param takesOwnership whether the token's privilege to take ownership is enabled
     */
    boolean allows(int wanted, boolean takesOwnership) {
        var left = wanted;
        if (takesOwnership) {
            left &= ~WRITE_OWNER;
        }
        if (ADMINISTRATOR.contains(owner)) {
            left &= ~(READ_CONTROL | WRITE_DAC);
        }
        if (aces == null) {
            return true;
        }
        for (var ace : aces) {
            if (left == 0) {
                return true;
            }
            if (!ace.appliesHere() || !ADMINISTRATOR.contains(ace.sid())) {
                continue;
            }
            if (ace.type().equals("D") && (ace.rights() & left) != 0) {
                return false;
            }
            if (ace.type().equals("A")) {
                left &= ~ace.rights();
            }
        }
        return left == 0;
    }

    /** What a new key below gets: the owner is Administrators, the rights are inherited. */
    SecurityDescriptor forNewKey() {
        if (aces == null) {
            return new SecurityDescriptor("BA", "SY", "", null);
        }
        var inherited = new ArrayList<Ace>();
        for (var ace : aces) {
            if (ace.inheritsToKeys()) {
                var flags = ace.flags().replace("IO", "").replace("ID", "") + "ID";
                inherited.add(new Ace(ace.type(), flags, ace.rights(), ace.rightsText(), ace.sid()));
            }
        }
        return new SecurityDescriptor("BA", "SY", "AI", inherited);
    }

    SecurityDescriptor ownedBy(String other) {
        return new SecurityDescriptor(other, group, flags, aces);
    }

    /** Administrators may do everything, in front of whatever else the list says. */
    SecurityDescriptor openedToAdministrators() {
        var open = new ArrayList<Ace>();
        open.add(new Ace("A", "", KEY_ALL, "KA", "BA"));
        if (aces != null) {
            open.addAll(aces);
        }
        return new SecurityDescriptor(owner, group, flags, open);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        if (!owner.isEmpty()) {
            text.append("O:").append(owner);
        }
        if (!group.isEmpty()) {
            text.append("G:").append(group);
        }
        if (aces != null) {
            text.append("D:").append(flags);
            aces.forEach(text::append);
        }
        return text.toString();
    }
}
