package io.calmend.registry;

import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.List;

/** Where a Remote Desktop client of Windows keeps its licences and its hardware id (Microsoft KB 187614). */
public final class MsLicensing {

    public static final RegistryPath ROOT = RegistryPath.of("SOFTWARE\\Microsoft\\MSLicensing");
    public static final RegistryPath STORE = ROOT.child("Store");
    public static final RegistryPath HARDWARE_ID = ROOT.child("HardwareID");

    /** The one value below {@link #HARDWARE_ID}. */
    public static final String HARDWARE_ID_VALUE = "ClientHWID";

    /** The cached licences are the keys {@code LICENSE000}, {@code LICENSE001}… below {@link #STORE}. */
    public static final String LICENCE_PREFIX = "LICENSE";

    /** The whole cache in both views; 32-bit programs on 64-bit Windows have one of their own. */
    public static final List<TreeTarget> BOTH_VIEWS =
            List.of(new TreeTarget(RegistryView.REGISTRY64, ROOT, 6), new TreeTarget(RegistryView.REGISTRY32, ROOT, 6));

    private MsLicensing() {}
}
