package io.calmend.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A security descriptor in the text form of Windows (Microsoft Open Specifications MS-DTYP 2.5.1), as far as keys of the
 * registry need it: owner, group and DACL. The audit part is not read.
 *
 * @param owner a SID in {@code S-1-…} form, or null if the text names none
 * @param group likewise
 * @param isProtected whether the flag {@code P} shuts out what the key above gives
 * @param aces in the order of the text, which is the order in which Windows asks them; null if there is no DACL at all,
 *     which lets everybody do everything
 */
public record Sddl(
        @Nullable String owner,
        @Nullable String group,
        boolean isProtected,
        @Nullable List<Ace> aces) {

    static final int QUERY_VALUE = 0x1;
    static final int SET_VALUE = 0x2;
    static final int CREATE_SUB_KEY = 0x4;
    static final int DELETE = 0x10000;
    static final int READ_CONTROL = 0x20000;
    static final int WRITE_DAC = 0x40000;
    static final int KEY_READ = 0x20019;
    static final int KEY_WRITE = 0x20006;
    private static final int KEY_ALL = 0xF003F;

    /** A descriptor has 64 KB at most; a host may send megabytes. */
    private static final int LONGEST = 65_536;

    private static final Pattern SID =
            Pattern.compile("S-1-(0x[0-9a-fA-F]{1,12}|[0-9]{1,10})(-[0-9]{1,10}){0,15}|[A-Z]{2}");
    private static final Pattern MASK_LETTERS = Pattern.compile("([A-Z]{2})*");
    private static final Set<String> FLAGS =
            Set.of("P", "AI", "AR", "PAI", "PAR", "AIAR", "ARAI", "PAIAR", "PARAI", "");

    private static final Map<String, String> SIDS = Map.ofEntries(
            Map.entry("WD", "S-1-1-0"),
            Map.entry("CO", "S-1-3-0"),
            Map.entry("CG", "S-1-3-1"),
            Map.entry("OW", "S-1-3-4"),
            Map.entry("NU", "S-1-5-2"),
            Map.entry("IU", "S-1-5-4"),
            Map.entry("SU", "S-1-5-6"),
            Map.entry("AN", "S-1-5-7"),
            Map.entry("PS", "S-1-5-10"),
            Map.entry("AU", "S-1-5-11"),
            Map.entry("RC", "S-1-5-12"),
            Map.entry("SY", "S-1-5-18"),
            Map.entry("LS", "S-1-5-19"),
            Map.entry("NS", "S-1-5-20"),
            Map.entry("BA", "S-1-5-32-544"),
            Map.entry("BU", "S-1-5-32-545"),
            Map.entry("BG", "S-1-5-32-546"),
            Map.entry("PU", "S-1-5-32-547"),
            Map.entry("AO", "S-1-5-32-548"),
            Map.entry("SO", "S-1-5-32-549"),
            Map.entry("PO", "S-1-5-32-550"),
            Map.entry("BO", "S-1-5-32-551"),
            Map.entry("RE", "S-1-5-32-552"),
            Map.entry("RU", "S-1-5-32-554"),
            Map.entry("RD", "S-1-5-32-555"),
            Map.entry("NO", "S-1-5-32-556"),
            Map.entry("AC", "S-1-15-2-1"),
            Map.entry("WR", "S-1-5-33"));

    private static final Map<String, Integer> RIGHTS = Map.ofEntries(
            Map.entry("GA", KEY_ALL),
            Map.entry("GR", KEY_READ),
            Map.entry("GW", KEY_WRITE),
            Map.entry("GX", KEY_READ),
            Map.entry("KA", KEY_ALL),
            Map.entry("KR", KEY_READ),
            Map.entry("KW", KEY_WRITE),
            Map.entry("KX", KEY_READ),
            Map.entry("FA", 0x1F01FF),
            Map.entry("FR", 0x120089),
            Map.entry("FW", 0x120116),
            Map.entry("FX", 0x1200A0),
            Map.entry("RC", READ_CONTROL),
            Map.entry("SD", DELETE),
            Map.entry("WD", WRITE_DAC),
            Map.entry("WO", 0x80000),
            Map.entry("CC", 0x1),
            Map.entry("DC", 0x2),
            Map.entry("LC", 0x4),
            Map.entry("SW", 0x8),
            Map.entry("RP", 0x10),
            Map.entry("WP", 0x20),
            Map.entry("DT", 0x40),
            Map.entry("LO", 0x80),
            Map.entry("CR", 0x100));

    /**
     * Everybody in whose name a request of the portal surely comes: its account is an administrator of the host and signed
     * in over the network. Groups of the directory are not known here.
     */
    private static final Set<String> PORTAL =
            Set.of("S-1-5-32-544", "S-1-5-32-545", "S-1-1-0", "S-1-5-11", "S-1-5-2", "S-1-3-4");

    private static final String CREATOR_OWNER = "S-1-3-0";
    private static final String OWNER_RIGHTS = "S-1-3-4";

    /**
     * One entry of a list of security descriptors.
     *
     * @param type {@code A} allows, {@code D} denies; others are kept for comparison
     * @param flags two letters each: {@code CI} also for keys below, {@code IO} only for those, {@code ID} inherited…
     * @param rest what follows the SID of an entry of another type
     */
    record Ace(String type, String flags, int mask, String sid, String rest) {

        boolean has(String flag) {
            for (int i = 0; i + 1 < flags.length(); i += 2) {
                if (flags.startsWith(flag, i)) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Whether two texts mean the same security descriptors. The same words in another spelling are the same ({@code BA} or
     * {@code S-1-5-32-544}, {@code KA} or {@code 0xf003f}), the order of entries counts, since Windows asks them in order,
     * and so does {@code P}, which shuts out what the key above gives. {@code AI} and {@code AR} do not count: they only
     * tell that Windows has spread, or was asked to spread, rights from the key above, and it sets {@code AI} by itself
     * whenever rights are written. Texts that cannot be understood are the same only letter by letter.
     */
    public static boolean same(String one, String other) {
        return one.equals(other) || canonical(one).equals(canonical(other));
    }

    /** The form in which {@link #same} compares. */
    static String canonical(String text) {
        var sddl = parse(text);
        return sddl == null ? text : sddl.toString();
    }

    /** Reads a text of Windows, or gives null where it cannot be understood. */
    static @Nullable Sddl parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        String owner = null;
        String group = null;
        var isProtected = false;
        List<Ace> aces = null;
        var at = 0;
        while (at < text.length()) {
            if (at + 1 >= text.length() || text.charAt(at + 1) != ':') {
                return null;
            }
            var part = text.charAt(at);
            at += 2;
            switch (part) {
                case 'O', 'G' -> {
                    var sid = sidAt(text, at);
                    if (sid == null) {
                        return null;
                    }
                    at += sid.length();
                    if (part == 'O') {
                        owner = fullSid(sid);
                    } else {
                        group = fullSid(sid);
                    }
                }
                case 'D' -> {
                    var open = text.indexOf('(', at);
                    var audit = text.indexOf("S:", at);
                    var end = open >= 0 && (audit < 0 || open < audit) ? open : audit >= 0 ? audit : text.length();
                    var flags = text.substring(at, end);
                    at = end;
                    if (flags.equals("NO_ACCESS_CONTROL")) {
                        continue;
                    }
                    if (!FLAGS.contains(flags)) {
                        return null;
                    }
                    isProtected = flags.startsWith("P");
                    aces = new ArrayList<>();
                    while (at < text.length() && text.charAt(at) == '(') {
                        var close = end(text, at);
                        var ace = close < 0 ? null : ace(text.substring(at + 1, close));
                        if (ace == null) {
                            return null;
                        }
                        aces.add(ace);
                        at = close + 1;
                    }
                }
                // the audit part stands last
                case 'S' -> at = text.length();
                default -> {
                    return null;
                }
            }
        }
        return new Sddl(owner, group, isProtected, aces == null ? null : List.copyOf(aces));
    }

    /**
     * Whether an administrator of the host may do all of {@code wanted} to the key: an estimate that only decides whether
     * to take ownership of the key first, for the host itself has the last word. As Windows does, it asks the entries in order, an
     * entry that denies counts only for what no entry before it allowed, entries only for keys below are passed over, and
     * the owner may always read and change the security descriptors. Conditional entries are taken to allow nothing.
     */
    boolean allowsAdministrators(int wanted) {
        if (aces == null) {
            return true;
        }
        var missing = wanted;
        if (owner != null
                && PORTAL.contains(owner)
                && aces.stream().noneMatch(ace -> ace.sid().equals(OWNER_RIGHTS))) {
            missing &= ~(READ_CONTROL | WRITE_DAC);
        }
        for (var ace : aces) {
            if (missing == 0) {
                return true;
            }
            var forOwner = ace.sid().equals(OWNER_RIGHTS);
            if (ace.has("IO")
                    || !PORTAL.contains(ace.sid())
                    || forOwner && !PORTAL.contains(owner == null ? "" : owner)) {
                continue;
            }
            if (ace.type().contains("D") && (ace.mask() & missing) != 0) {
                return false;
            }
            if (ace.type().equals("A")) {
                missing &= ~ace.mask();
            }
        }
        return missing == 0;
    }

    /** What a key made by the portal below one with these rights gets from it; the maker owns it. */
    Sddl forNewKey() {
        if (aces == null) {
            return new Sddl("S-1-5-32-544", group, false, null);
        }
        var inherited = aces.stream()
                .filter(ace -> ace.has("CI"))
                .map(ace -> new Ace(
                        ace.type(),
                        ace.has("NP") ? "ID" : "CIID",
                        ace.mask(),
                        ace.sid().equals(CREATOR_OWNER) ? "S-1-5-32-544" : ace.sid(),
                        ace.rest()))
                .toList();
        // with nothing to inherit, Windows takes the default of the maker's token: full control for the maker
        return new Sddl("S-1-5-32-544", group, false, inherited.isEmpty() ? null : inherited);
    }

    private static int end(String text, int start) {
        var depth = 0;
        for (int i = start; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Ace ace(String text) {
        var fields = text.split(";", 7);
        if (fields.length < 6) {
            return null;
        }
        var mask = mask(fields[2]);
        if (mask == null || !SID.matcher(fields[5]).matches()) {
            return null;
        }
        var rest = fields[3] + ";" + fields[4] + (fields.length > 6 ? ";" + fields[6] : "");
        return new Ace(fields[0], fields[1], mask, fullSid(fields[5]), rest);
    }

    private static @Nullable Integer mask(String text) {
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return generic(Integer.parseUnsignedInt(text.substring(2), 16));
            }
            if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
                return generic(Integer.parseUnsignedInt(text));
            }
        } catch (NumberFormatException e) {
            return null;
        }
        if (!MASK_LETTERS.matcher(text).matches()) {
            return null;
        }
        var mask = 0;
        for (int i = 0; i < text.length(); i += 2) {
            var right = RIGHTS.get(text.substring(i, i + 2));
            if (right == null) {
                return null;
            }
            mask |= right;
        }
        return mask;
    }

    /** Generic bits mean for keys what the letters of the same name mean. */
    private static int generic(int mask) {
        return (mask & 0x0FFFFFFF)
                | ((mask & 0x10000000) != 0 ? KEY_ALL : 0)
                | ((mask & 0x20000000) != 0 ? KEY_READ : 0)
                | ((mask & 0x40000000) != 0 ? KEY_WRITE : 0)
                | ((mask & 0x80000000) != 0 ? KEY_READ : 0);
    }

    private static @Nullable String sidAt(String text, int start) {
        var sid = SID.matcher(text).region(start, text.length());
        return sid.lookingAt() ? sid.group() : null;
    }

    /** The long form; aliases that stand for accounts of one machine or domain keep their two letters. */
    private static String fullSid(String sid) {
        return SIDS.getOrDefault(sid, sid.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        var text = new StringJoiner("");
        text.add("O:" + owner + " G:" + group + (isProtected ? " P" : ""));
        if (aces == null) {
            return text.add(" everybody").toString();
        }
        for (var ace : aces) {
            text.add(" (" + ace.type() + ";" + ace.flags() + ";" + Integer.toHexString(ace.mask()) + ";" + ace.sid()
                    + ";" + ace.rest() + ")");
        }
        return text.toString();
    }
}
