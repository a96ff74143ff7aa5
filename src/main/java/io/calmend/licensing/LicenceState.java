package io.calmend.licensing;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of one cached licence, from good to bad. */
public enum LicenceState {
    /** It can be read, belongs to this computer, and is valid. */
    VALID,
    RENEWAL_DUE,
    NOT_YET_VALID,
    /** The view no longer has the hardware ID that its licences were issued to. */
    WITHOUT_HARDWARE_ID,
    /** Issued to a computer of another name. */
    OF_ANOTHER_COMPUTER,
    EXPIRED,
    UNREADABLE;

    private static final int LONGEST_MACHINE_NAME = 15;
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    /**
     * @param view the one that contains {@code licence}
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

    /**
     * Whether the licence's name can be the computer's own: short or full, in any case, or cut to the NetBIOS length.
     */
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
