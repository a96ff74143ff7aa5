package io.calmend.registry;

import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** States to test with: small ones by hand, and random ones that hold every kind of value. */
public final class SampleStates {

    public static final RegistryView V64 = RegistryView.REGISTRY64;
    public static final RegistryView V32 = RegistryView.REGISTRY32;
    public static final RegistryPath STORE = MsLicensing.STORE;
    public static final String RIGHTS = "O:BAG:SYD:AI(A;CI;KA;;;SY)(A;CI;KA;;;BA)(A;CI;KR;;;BU)";
    public static final String OTHER_RIGHTS = "O:SYG:SYD:(A;CI;KA;;;SY)(A;CI;KR;;;BA)";

    private static final List<String> NAMES =
            List.of("a", "Ab", "x  y", "%PATH%", "\"q\" & 'r'", "$(ü) \uD83D\uDE00", "back\u202Ewards", "1");

    private SampleStates() {}

    public static KeyState.Present key(RegistryPath path, Object... contents) {
        var values = new ArrayList<RegistryValue>();
        var keys = new ArrayList<KeyState>();
        for (var content : contents) {
            switch (content) {
                case RegistryValue value -> values.add(value);
                case KeyState key -> keys.add(key);
                default -> throw new IllegalArgumentException(content.toString());
            }
        }
        return new KeyState.Present(path, RIGHTS, values, keys, 0);
    }

    public static RegistryState state(KeyState tree) {
        return new RegistryState(List.of(tree(V64, tree)));
    }

    public static RegistryState bothViews(KeyState tree64, KeyState tree32) {
        return new RegistryState(List.of(tree(V64, tree64), tree(V32, tree32)));
    }

    public static ObservedTree tree(RegistryView view, KeyState tree) {
        return new ObservedTree(new TreeTarget(view, MsLicensing.ROOT, 6), tree, StateDigest.of(tree));
    }

    /** A client with two licences in the 64-bit view and none in the other. */
    public static RegistryState client() {
        return bothViews(
                key(
                        MsLicensing.ROOT,
                        key(MsLicensing.HARDWARE_ID, RegistryValue.binary("ClientHWID", new byte[20])),
                        key(STORE, licence("LICENSE000"), licence("LICENSE001"))),
                new KeyState.Absent(MsLicensing.ROOT));
    }

    public static KeyState.Present licence(String name) {
        return key(
                STORE.child(name),
                RegistryValue.binary("ClientLicense", new byte[] {48, -126, 1, 2}),
                RegistryValue.binary("ProductID", new byte[] {65, 0, 48, 0, 50, 0, 0, 0}));
    }

    /** Any tree at or below {@code MSLicensing}, absent in one of eight. */
    public static KeyState randomTree(Random random) {
        return random.nextInt(8) == 0 ? new KeyState.Absent(MsLicensing.ROOT) : randomKey(random, MsLicensing.ROOT, 3);
    }

    private static KeyState.Present randomKey(Random random, RegistryPath path, int depth) {
        var values = new ArrayList<RegistryValue>();
        var keys = new ArrayList<KeyState>();
        for (var name : NAMES) {
            if (random.nextInt(3) == 0) {
                values.add(randomValue(random, random.nextInt(6) == 0 ? name.toUpperCase(Locale.ROOT) : name));
            }
            if (depth > 0 && random.nextInt(4) == 0) {
                keys.add(randomKey(random, path.child(name), depth - 1));
            }
        }
        if (random.nextInt(4) == 0) {
            values.add(randomValue(random, ""));
        }
        return new KeyState.Present(path, random.nextInt(4) == 0 ? OTHER_RIGHTS : RIGHTS, values, keys, 0);
    }

    public static RegistryValue randomValue(Random random, String name) {
        var bytes = new byte[random.nextInt(3) * 40];
        random.nextBytes(bytes);
        var text = NAMES.get(random.nextInt(NAMES.size())).repeat(random.nextInt(3));
        return switch (random.nextInt(7)) {
            case 0 -> RegistryValue.text(name, text);
            case 1 -> RegistryValue.of(name, RegistryContent.EXPAND_SZ, List.of(text));
            case 2 -> RegistryValue.binary(name, bytes);
            case 3 -> RegistryValue.dword(name, random.nextInt() & 0xFFFFFFFFL);
            case 4 -> RegistryValue.of(name, RegistryContent.QWORD, List.of(Long.toUnsignedString(random.nextLong())));
            case 5 -> RegistryValue.of(name, RegistryContent.MULTI_SZ, NAMES.subList(0, random.nextInt(4)));
            default -> new RegistryValue(name, new RegistryContent.Untyped(bytes));
        };
    }
}
