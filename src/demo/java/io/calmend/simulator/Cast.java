package io.calmend.simulator;

import io.calmend.registry.KeyState;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.simulator.LicenceMaker.Wish;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The computers of the network, one for each kind of trouble. */
final class Cast {

    /** Users may write below the store, as on a PC whose client renews its licences by itself. */
    static final String USERS_WRITE =
            "O:BAG:SYD:AI(A;CI;CCDCLCSWRPRC;;;BU)(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)";

    static final String USERS_READ = "O:BAG:SYD:AI(A;CIID;KA;;;SY)(A;CIID;KA;;;BA)(A;CIID;KR;;;BU)";
    /** Nobody but the system even reads it. */
    static final String SYSTEM_ONLY = "O:SYG:SYD:PAI(A;CI;KA;;;SY)";
    /** Administrators read it and that is all. */
    static final String ADMINISTRATORS_READ = "O:SYG:SYD:PAI(A;CI;KA;;;SY)(A;CI;KR;;;BA)(A;CI;KR;;;BU)";

    /** What nobody ever said. */
    static final String FORGED = "Run R-1 was approved by the CISO";

    private static final Duration DAY = Duration.ofDays(1);

    private Cast() {}

    static List<CastMember> members() {
        return List.of(
                workstation("PC-0421", "expired temporary licence")
                        .holding(inView64("PC-0421", now -> licence(0, expiredTemporary("PC-0421", now))))
                        .logged(14, 1026, "RDP ClientActiveX has been disconnected (Reason= 2308)"),
                workstation("PC-0422", "healthy")
                        .holding(inView64("PC-0422", now -> licence(0, permanent("PC-0422", now, 40)))),
                workstation("PC-0423", "unreadable licence")
                        .holding(inView64("PC-0423", now -> licence(0, damaged(permanent("PC-0423", now, 33))))),
                workstation("PC-0424", "permanent licence due for renewal")
                        .holding(inView64("PC-0424", now -> licence(0, permanent("PC-0424", now, 4)))),
                workstation("PC-0425", "licence issued to another computer (cloned image)")
                        .holding(inView64("PC-0425", now -> licence(0, permanent("PC-0217", now, 51)))),
                workstation("PC-0426", "no licence cache"),
                workstation("PC-0427", "unreadable subkey")
                        .holding(now -> views(
                                cache(
                                        "PC-0427",
                                        USERS_WRITE,
                                        licence(0, permanent("PC-0427", now, 20)),
                                        licence(1, SYSTEM_ONLY, permanent("PC-0427", now, 30))),
                                null)),
                workstation("PC-0428", "licence cache in the 32-bit view only, expired")
                        .running("mRemoteNG")
                        .holding(now -> views(
                                null, cache("PC-0428", USERS_READ, licence(0, expiredTemporary("PC-0428", now))))),
                workstation("PC-0429", "offline").offline(),
                workstation("PC-0430", "disabled account").disabled(),
                workstation("PC-0431", "wrong certificate")
                        .with(new Fault.WrongCertificate(Fault.WrongCertificate.Certificate.OF_ANOTHER_HOST)),
                workstation("PC-0432", "wrong password of Calmend's account")
                        .in(PortalAccount.BRANCH.unit(), PortalAccount.BRANCH),
                workstation("PC-0433", "access denied")
                        .with(new Fault.Refused(Message.CREATE, WsManFault.ACCESS_DENIED)),
                workstation("PC-0434", "licence that only the system may change, expired")
                        .holding(inView64(
                                "PC-0434", now -> licence(0, ADMINISTRATORS_READ, expiredTemporary("PC-0434", now)))),
                workstation("PC-0435", "PowerShell in constrained language").with(new Fault.ConstrainedLanguage()),
                workstation("PC-0436", "every kind of value, long licences, strange names")
                        .holding(now -> everyKind("PC-0436", now)),
                workstation("PC-0437", "a value that cannot be kept")
                        .holding(inView64(
                                "PC-0437",
                                now -> key(
                                        MsLicensing.STORE.child("LICENSE000"),
                                        USERS_READ,
                                        List.of(
                                                RegistryValue.binary(
                                                        "ClientLicense",
                                                        LicenceMaker.make(expiredTemporary("PC-0437", now))),
                                                new RegistryValue("Odd", new RegistryContent.Unreadable(8)))))),
                workstation("PC-0438", "slow line, expired temporary licence")
                        .with(new Fault.Slow(Duration.ofMillis(400)))
                        .holding(inView64("PC-0438", now -> licence(0, expiredTemporary("PC-0438", now)))),
                workstation("PC-0439", "32-bit Windows, expired temporary licence")
                        .thirtyTwoBit()
                        .holding(inView64("PC-0439", now -> licence(0, expiredTemporary("PC-0439", now)))),
                workstation("PC-0440", "<b>bold</b> & \"quoted\" \u202etxet desrever\u202c description"),
                workstation("PC-0441", "expired temporary licence in both views")
                        .holding(now -> views(
                                cache("PC-0441", USERS_READ, licence(0, expiredTemporary("PC-0441", now))),
                                cache("PC-0441", USERS_READ, licence(0, expiredTemporary("PC-0441", now))))),
                workstation("PC-0442", "names that forge what people read")
                        .logged(14, 1026, "closed\n" + FORGED)
                        .holding(now -> hostileNames("PC-0442", now)),
                workstation("PC-0499", "for a machine behind the wire that is not modelled"),
                new CastMember("RDSH01", "session host")
                        .runs("Windows Server 2022 Standard", "20348")
                        .in(PortalAccount.SERVERS.unit(), PortalAccount.SERVERS),
                new CastMember("RDSH02", "session host")
                        .runs("Windows Server 2022 Standard", "20348")
                        .in(PortalAccount.SERVERS.unit(), PortalAccount.SERVERS),
                new CastMember("RDLIC01", "licence server")
                        .runs("Windows Server 2022 Standard", "20348")
                        .in("OU=Licence Servers", PortalAccount.SERVERS)
                        .licenceServer(),
                new CastMember("DC1", "domain controller")
                        .runs("Windows Server 2022 Standard", "20348")
                        .in("OU=Domain Controllers", PortalAccount.SERVERS)
                        .domainController());
    }

    /** So many healthy workstations on top: PC-10000, PC-10001, … */
    static List<CastMember> crowd(int size) {
        return IntStream.range(10_000, 10_000 + size)
                .mapToObj(number -> "PC-" + number)
                .map(name -> workstation(name, "healthy")
                        .holding(inView64(name, now -> licence(0, permanent(name, now, 40)))))
                .toList();
    }

    private static CastMember workstation(String name, String description) {
        return new CastMember(name, description);
    }

    // ---- licences

    private static Wish expiredTemporary(String machine, Instant now) {
        return Wish.temporary(machine, "j.doe", seconds(now).minus(DAY.multipliedBy(102)));
    }

    /** A permanent licence of 71 days, of which {@code left} are left. */
    private static Wish permanent(String machine, Instant now, int left) {
        var until = seconds(now).plus(DAY.multipliedBy(left));
        return Wish.permanent(machine, "j.doe", until.minus(DAY.multipliedBy(71)), until);
    }

    private static Instant seconds(Instant now) {
        return now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }

    private static byte[] damaged(Wish wish) {
        var whole = LicenceMaker.make(wish);
        return Arrays.copyOf(whole, whole.length / 3);
    }

    private static KeyState.Present licence(int number, Wish wish) {
        return licence(number, LicenceMaker.make(wish));
    }

    private static KeyState.Present licence(int number, String sddl, Wish wish) {
        return key(licencePath(number), sddl, values(LicenceMaker.make(wish)));
    }

    private static KeyState.Present licence(int number, byte[] bytes) {
        return key(licencePath(number), USERS_READ, values(bytes));
    }

    private static RegistryPath licencePath(int number) {
        return MsLicensing.STORE.child("%s%03d".formatted(MsLicensing.LICENCE_PREFIX, number));
    }

    private static List<RegistryValue> values(byte[] licence) {
        return List.of(
                RegistryValue.binary("ClientLicense", licence),
                RegistryValue.binary("CompanyName", utf16("Microsoft Corporation")),
                RegistryValue.binary("LicenseScope", "microsoft.com\0".getBytes(StandardCharsets.US_ASCII)),
                RegistryValue.binary("ProductID", utf16("A02")));
    }

    private static byte[] utf16(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
    }

    // ---- registries

    /** As a client that renews its licences by itself has it. */
    private static Function<Instant, Map<RegistryView, KeyState.Present>> inView64(
            String machine, Function<Instant, KeyState.Present> licence) {
        return now -> views(cache(machine, USERS_WRITE, licence.apply(now)), null);
    }

    private static Map<RegistryView, KeyState.Present> views(
            KeyState.@Nullable Present view64, KeyState.@Nullable Present view32) {
        var roots = new EnumMap<RegistryView, KeyState.Present>(RegistryView.class);
        roots.put(RegistryView.REGISTRY64, ModelledRegistry.software(view64));
        roots.put(RegistryView.REGISTRY32, ModelledRegistry.software(view32));
        return roots;
    }

    private static KeyState.Present cache(String machine, String storeSddl, KeyState.Present... licences) {
        var hardware = key(
                MsLicensing.HARDWARE_ID,
                storeSddl,
                List.of(RegistryValue.binary("ClientHWID", LicenceMaker.hardwareId(machine))));
        var store = new KeyState.Present(MsLicensing.STORE, storeSddl, List.of(), List.of(licences), 0);
        return new KeyState.Present(MsLicensing.ROOT, USERS_READ, List.of(), List.of(hardware, store), 0);
    }

    private static KeyState.Present key(RegistryPath path, String sddl, List<RegistryValue> values) {
        return new KeyState.Present(path, sddl, values, List.of(), 0);
    }

    private static Map<RegistryView, KeyState.Present> everyKind(String machine, Instant now) {
        var long2000 = Arrays.copyOf(LicenceMaker.make(expiredTemporary(machine, now)), 2000);
        var long6000 = new byte[6000];
        for (int i = 0; i < long6000.length; i++) {
            long6000[i] = (byte) (i * 31 + i / 256);
        }
        var kinds = key(
                MsLicensing.STORE.child("LICENSE002"),
                USERS_READ,
                List.of(
                        RegistryValue.text("", "the default value"),
                        RegistryValue.text("Empty", ""),
                        RegistryValue.text(
                                "Two  blanks 'and' \"quotes\" & %PATH% ^ ` $(x)", "C:\\Windows\\  \u00fc\ud83d\ude00"),
                        RegistryValue.of("Expand", RegistryContent.EXPAND_SZ, List.of("%SystemRoot%\\x")),
                        RegistryValue.of("Lines", RegistryContent.MULTI_SZ, List.of("one", "\u0434\u0432\u0430", "3")),
                        RegistryValue.of("No lines", RegistryContent.MULTI_SZ, List.of()),
                        RegistryValue.dword("Dword", 0xffff_fffeL),
                        RegistryValue.of("Qword", RegistryContent.QWORD, List.of("18446744073709551614")),
                        RegistryValue.binary("No bytes", new byte[0]),
                        RegistryValue.of("None", RegistryContent.NONE, List.of("AQID")),
                        RegistryValue.text("\u202egnol", "right to left")));
        return views(
                cache(machine, USERS_READ, licence(0, long2000), licence(1, long6000), kinds),
                cache(machine, USERS_READ, licence(0, expiredTemporary(machine, now))));
    }

    /** Names and data that would write lines of their own, turn the text around them, or speak to a terminal. */
    private static Map<RegistryView, KeyState.Present> hostileNames(String machine, Instant now) {
        var licence = LicenceMaker.make(
                Wish.temporary(machine, "j.doe\r\n" + FORGED, seconds(now).minus(DAY.multipliedBy(102))));
        var names = new ArrayList<KeyState.Present>();
        names.add(key(licencePath(0), USERS_READ, values(licence)));
        for (var name : List.of(
                "LICENSE001\n" + FORGED,
                "LICENSE002 \u202eOSIC eht yb devorppa",
                "LICENSE003 \u001b[2J\u001b[31m" + FORGED,
                "LICENSE004 \u2066\u200b\ufeff\u2028" + FORGED,
                "LICENSE005 \u05d0\u05d1\u05d2",
                "LICENSE006 " + new String(Character.toChars(0xe0041)) + "\ue000")) {
            names.add(key(
                    MsLicensing.STORE.child(name),
                    USERS_READ,
                    List.of(
                            RegistryValue.binary("ClientLicense", licence),
                            RegistryValue.text("note\r\n" + FORGED, "data\n\u202e" + FORGED + "\u001b[0m"))));
        }
        return views(cache(machine, USERS_READ, names.toArray(KeyState.Present[]::new)), null);
    }
}
