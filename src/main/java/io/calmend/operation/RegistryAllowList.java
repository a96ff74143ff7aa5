package io.calmend.operation;

/** The keys and values that this product may ever touch, as code. Asked when an operation is compiled, and again at the door. */
public final class RegistryAllowList {

    private RegistryAllowList() {}

    /** Whether {@code change} stays within the list. Hive roots never do. */
    public static boolean allows(RegistryChange change) {
        throw new UnsupportedOperationException();
    }

    /** Whether {@code target} may be looked at. */
    public static boolean allows(TreeTarget target) {
        throw new UnsupportedOperationException();
    }
}
