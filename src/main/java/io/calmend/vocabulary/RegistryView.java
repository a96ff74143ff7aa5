package io.calmend.vocabulary;

/** The 64-bit and the 32-bit registry view of {@code HKEY_LOCAL_MACHINE\SOFTWARE}; the same on 32-bit Windows. */
public enum RegistryView {
    REGISTRY64("Registry64"),
    REGISTRY32("Registry32");

    private final String dotNetName;

    RegistryView(String dotNetName) {
        this.dotNetName = dotNetName;
    }

    /** The constant of .NET's {@code Microsoft.Win32.RegistryView}, as the host scripts write it. */
    public String dotNetName() {
        return dotNetName;
    }

    /** @throws IllegalArgumentException for any other text */
    public static RegistryView ofDotNetName(String name) {
        for (var view : values()) {
            if (view.dotNetName.equals(name)) {
                return view;
            }
        }
        throw new IllegalArgumentException("unknown registry view");
    }
}
