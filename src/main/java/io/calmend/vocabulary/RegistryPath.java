package io.calmend.vocabulary;

/**
 * A key below {@code HKEY_LOCAL_MACHINE}, in canonical form, without the hive and without a leading or trailing
 * backslash: {@code SOFTWARE\Microsoft\MSLicensing\Store}.
 *
 * <p>Windows compares key names without regard to case, and so do {@code equals} and {@code hashCode} ({@link #fold});
 * the text keeps its case. The 32-bit view is chosen only by {@link RegistryView}, so a {@code WOW6432Node} segment is
 * refused. Also refused are empty, {@code .} and {@code ..} segments, NUL, and names longer than Windows allows (255).
 */
public final class RegistryPath implements Comparable<RegistryPath> {

    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 32;

    private final String value;
    private final String folded;

    private RegistryPath(String value) {
        this.value = value;
        this.folded = fold(value);
    }

    /** @throws IllegalArgumentException if {@code text} is not in canonical form */
    public static RegistryPath of(String text) {
        var names = text.split("\\\\", -1);
        if (names.length > DEEPEST) {
            throw new IllegalArgumentException("registry path too deep");
        }
        for (var name : names) {
            requireName(name);
        }
        if (names[0].regionMatches(true, 0, "HKEY_", 0, 5)
                || names[0].equalsIgnoreCase("HKLM")
                || names[0].endsWith(":")) {
            throw new IllegalArgumentException("registry path starts below the hive");
        }
        return new RegistryPath(text);
    }

    /** The key {@code name} directly below this one. @throws IllegalArgumentException if it is no key name */
    public RegistryPath child(String name) {
        requireName(name);
        return of(value + "\\" + name);
    }

    /**
     * A key or value name as Windows compares it: each UTF-16 unit is converted to upper case separately, and no
     * character outside ASCII becomes one inside it (as the Turkish dotless i would in Java). .NET's {@code
     * OrdinalIgnoreCase} does the same.
     */
    public static String fold(String name) {
        var units = name.toCharArray();
        for (var i = 0; i < units.length; i++) {
            var upper = Character.toUpperCase(units[i]);
            if (units[i] < 0x80 || upper >= 0x80) {
                units[i] = upper;
            }
        }
        return new String(units);
    }

    /** The last name of the path. */
    public String name() {
        return value.substring(value.lastIndexOf('\\') + 1);
    }

    /** The key above; throws {@link IllegalStateException} for a key directly below the hive. */
    public RegistryPath parent() {
        var end = value.lastIndexOf('\\');
        if (end < 0) {
            throw new IllegalStateException("no parent below the hive");
        }
        return new RegistryPath(value.substring(0, end));
    }

    /** Whether this is {@code other} or lies below it. */
    public boolean isAtOrBelow(RegistryPath other) {
        var length = other.folded.length();
        return folded.startsWith(other.folded) && (folded.length() == length || folded.charAt(length) == '\\');
    }

    private static void requireName(String name) {
        if (name.isEmpty()
                || name.length() > LONGEST_NAME
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || name.equalsIgnoreCase("WOW6432Node")
                || name.equalsIgnoreCase("WowAA32Node")) {
            throw new IllegalArgumentException("not a registry key name");
        }
    }

    public String value() {
        return value;
    }

    @Override
    public int compareTo(RegistryPath other) {
        return folded.compareTo(other.folded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RegistryPath path && folded.equals(path.folded);
    }

    @Override
    public int hashCode() {
        return folded.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
