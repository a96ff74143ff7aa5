package io.calmend.licensing;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How one cached licence stands; the later, the worse. */
public enum LicenceState {
    /** It can be read, is this computer's own, and valid. */
    VALID,
    RENEWAL_DUE,
    NOT_YET_VALID,
    /** The view has lost the hardware id that its licences were issued to. */
    WITHOUT_HARDWARE_ID,
    /** Issued to a computer of another name. */
    OF_ANOTHER_COMPUTER,
    EXPIRED,
    UNREADABLE;

    private static final int LONGEST_MACHINE_NAME = 15;
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /**
     * @param view the one that holds {@code licence}
     * @param at the moment against which validity is judged
     */
    public static LicenceState of(CachedLicence licence, View view, ClientStore store, Instant at) {
        return switch (licence.decoding()) {
            case LicenceDecoding.Unreadable _ -> UNREADABLE;
            case LicenceDecoding.Decoded(var decoded) -> {
                if (decoded.expiredAt(at)) {
                    yield EXPIRED;
                }
                if (!isIssuedTo(decoded, store.machine())) {
                    yield OF_ANOTHER_COMPUTER;
                }
                if (lacksHardwareId(view)) {
                    yield WITHOUT_HARDWARE_ID;
                }
                if (isNotYetValid(decoded, at)) {
                    yield NOT_YET_VALID;
                }
                yield decoded.dueForRenewalAt(at) ? RENEWAL_DUE : VALID;
            }
        };
    }

    /** Whether that can be said to be the computer's own name: short or full, any case, cut as NetBIOS cuts it. */
    static boolean isIssuedTo(ClientLicence licence, @Nullable String machine) {
        return machine == null
                || machine.isBlank()
                || licence.machine().isEmpty()
                || netBiosName(licence.machine()).equals(netBiosName(machine));
    }

    private static String netBiosName(String name) {
        var dot = name.indexOf('.');
        var label = (dot < 0 ? name : name.substring(0, dot)).toUpperCase(Locale.ROOT);
        return label.length() <= LONGEST_MACHINE_NAME ? label : label.substring(0, LONGEST_MACHINE_NAME);
    }

    static boolean isNotYetValid(ClientLicence licence, Instant at) {
        return licence.validFrom().isAfter(at.plus(CLOCKS_DIFFER));
    }

    static boolean lacksHardwareId(View view) {
        return view.knows(Part.HARDWARE_ID)
                && view.hardwareId() == null
                && !view.licences().isEmpty();
    }
}
