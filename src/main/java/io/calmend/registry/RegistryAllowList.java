package io.calmend.registry;

import io.calmend.vocabulary.RegistryPath;

/**
 * The keys and values that this product may ever touch, as code. Asked when an operation is compiled, and again at the gateway.
 *
 * <p>Today that is the licence cache of Remote Desktop clients, {@code HKLM\SOFTWARE\Microsoft\MSLicensing}, in both views:
 * it may be observed, and values, keys and security descriptors may be set at or below it. Keys may be removed by these names
 * only: {@code MSLicensing} itself, {@code HardwareID} and {@code Store} directly below it, and {@code LICENSE…} directly
 * below {@code Store}.
 *
 * <p>Names are compared ignoring the case of the letters A to Z alone. Java takes {@code ı} for an {@code I} and the long
 * {@code ſ} for an {@code S}; Windows does not, so {@code MSLıcensing} is another key there and is refused here.
 */
public final class RegistryAllowList {

    /** What Windows allows for the name of a value. */
    private static final int LONGEST_VALUE_NAME = 16_383;

    private RegistryAllowList() {}

    /** Whether {@code change} stays within the list. Hive roots never do. */
    public static boolean allows(RegistryChange change) {
        return switch (change) {
            case RegistryChange.DeleteValue delete -> isInside(delete.path()) && isValueName(delete.name());
            case RegistryChange.SetValue set ->
                isInside(set.path())
                        && isValueName(set.value().name())
                        && !(set.value().data() instanceof RegistryContent.Unreadable);
            case RegistryChange.AppendValue append -> isInside(append.path()) && isValueName(append.name());
            case RegistryChange.DeleteKeys delete ->
                !delete.names().isEmpty() && delete.names().stream().allMatch(name -> isRemovable(delete.path(), name));
            case RegistryChange.CreateKey create -> isInside(create.path());
            case RegistryChange.Secure secure -> isInside(secure.path()) && isWhole(secure.sddl());
            case RegistryChange.TakeOwnership take -> isInside(take.path());
        };
    }

    /** Whether {@code target} may be observed. */
    public static boolean allows(TreeTarget target) {
        return isInside(target.path());
    }

    private static boolean isInside(RegistryPath path) {
        var root = MsLicensing.ROOT.value();
        var text = path.value();
        return startsWith(text, root) && (text.length() == root.length() || text.charAt(root.length()) == '\\');
    }

    private static boolean isRemovable(RegistryPath parent, String name) {
        if (isSame(parent, MsLicensing.ROOT.parent())) {
            return isSame(name, MsLicensing.ROOT.name());
        }
        if (isSame(parent, MsLicensing.ROOT)) {
            return isSame(name, MsLicensing.HARDWARE_ID.name()) || isSame(name, MsLicensing.STORE.name());
        }
        return isSame(parent, MsLicensing.STORE)
                && startsWith(name, MsLicensing.LICENCE_PREFIX)
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
    }

    private static boolean isValueName(String name) {
        return name.length() <= LONGEST_VALUE_NAME && name.indexOf('\0') < 0;
    }

    /** Owner, group and list of rights, none missing: half a descriptor would leave the rest to chance. */
    private static boolean isWhole(String text) {
        var sddl = Sddl.parse(text);
        return sddl != null && sddl.owner() != null && sddl.group() != null && sddl.aces() != null;
    }

    private static boolean isSame(RegistryPath path, RegistryPath listed) {
        return isSame(path.value(), listed.value());
    }

    private static boolean isSame(String text, String listed) {
        return text.length() == listed.length() && startsWith(text, listed);
    }

    /** Whether {@code text} begins with {@code listed}, ignoring the case of A to Z alone. */
    public static boolean startsWith(String text, String listed) {
        if (text.length() < listed.length()) {
            return false;
        }
        for (int i = 0; i < listed.length(); i++) {
            if (lower(text.charAt(i)) != lower(listed.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
