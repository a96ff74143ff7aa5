package io.calmend.licensing;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.LicenceDecoding.Decoded;
import io.calmend.licensing.LicenceDecoding.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Stores and licences for tests, relative to one moment. */
final class Licences {

    static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");
    static final String MACHINE = "PC-0421";
    static final HardwareId HARDWARE = new HardwareId(2, 1, 2, 3, 4);

    private static final int TEMPORARY = 0x80d48000;
    private static final int PERMANENT = 0x00d48000;

    private Licences() {}

    static ClientLicence licence(boolean temporary, String machine, int daysOld, int daysLeft) {
        return issuedBy("RDLIC01", temporary, machine, daysOld, daysLeft);
    }

    static ClientLicence issuedBy(String issuer, boolean temporary, String machine, int daysOld, int daysLeft) {
        return new ClientLicence(
                0x00050001,
                "AAAA",
                0xff,
                "Microsoft Corporation",
                issuer,
                "CORP",
                "00000-000-0000000-00000",
                machine,
                "j.doe",
                0x409,
                "A02",
                "A02-6.00-S",
                "6.0",
                temporary ? TEMPORARY : PERMANENT,
                NOW.minus(Duration.ofDays(daysOld)),
                NOW.plus(Duration.ofDays(daysLeft)),
                null);
    }

    static ClientLicence expiredTemporary() {
        return licence(true, MACHINE, 100, -10);
    }

    static ClientLicence expiredPermanent() {
        return licence(false, MACHINE, 80, -10);
    }

    static ClientLicence validTemporary() {
        return licence(true, MACHINE, 30, 60);
    }

    static ClientLicence validPermanent() {
        return licence(false, MACHINE, 20, 40);
    }

    static ClientLicence dueForRenewal() {
        return licence(false, MACHINE, 60, 5);
    }

    static ClientLicence ofOtherMachine() {
        return licence(false, "PC-0007", 20, 40);
    }

    static LicenceDecoding unreadable() {
        return new Unreadable("truncated", 900);
    }

    static View absent() {
        return new View(false, null, null, List.of(), List.of(), Set.of());
    }

    static View holding(ClientLicence... licences) {
        var decodings = new ArrayList<LicenceDecoding>();
        for (var licence : licences) {
            decodings.add(new Decoded(licence));
        }
        return holding(decodings);
    }

    static View holding(List<LicenceDecoding> decodings) {
        var cached = new ArrayList<CachedLicence>();
        for (var decoding : decodings) {
            cached.add(new CachedLicence("LICENSE%03d".formatted(cached.size()), decoding));
        }
        return new View(true, true, HARDWARE, cached, List.of(), Set.of());
    }

    static ClientStore client(View view64, View view32) {
        return client(view64, view32, null);
    }

    static ClientStore client(View view64, View view32, Integer clearedDaysAgo) {
        return new ClientStore(
                true, "Windows 11 Enterprise", MACHINE, null, view64, view32, clearedDaysAgo, List.of(), List.of());
    }
}
