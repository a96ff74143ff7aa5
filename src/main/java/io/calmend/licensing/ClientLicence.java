package io.calmend.licensing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Remote Desktop client access licence as it is stored in a client's cache (MS-RDPELE 2.2.2.6, 2.2.2.9). All texts
 * come from an untrusted host.
 *
 * @param certificateVersion for example 0x00050001
 * @param hardwareId from the leaf's serialNumber attribute: Base64 of 20 bytes, as text; empty if absent
 * @param issuer the licence server's name; {@code scope} its domain or workgroup
 * @param productVersion {@code major.minor}
 */
public record ClientLicence(
        int certificateVersion,
        String hardwareId,
        int platformId,
        String company,
        String issuer,
        String scope,
        String licenceServerId,
        String machine,
        String user,
        int localeId,
        String requestedProduct,
        String licenceId,
        String productVersion,
        int flags,
        Instant validFrom,
        Instant validUntil,
        @Nullable String warning) {

    private static final int TEMPORARY = 0x80000000;
    private static final int RTM = 0x00800000;
    private static final int ENFORCED = 0x00008000;
    private static final Duration RENEWAL_WINDOW = Duration.ofDays(7);

    public boolean temporary() {
        return (flags & TEMPORARY) != 0;
    }

    public boolean rtm() {
        return (flags & RTM) != 0;
    }

    public boolean enforced() {
        return (flags & ENFORCED) != 0;
    }

    public boolean expiredAt(Instant now) {
        return now.isAfter(validUntil);
    }

    /** A permanent licence is renewed when seven days or less are left (MS-RDPELE 3.2.5.3, case 2). */
    public boolean dueForRenewalAt(Instant now) {
        return !temporary() && !expiredAt(now) && !now.plus(RENEWAL_WINDOW).isBefore(validUntil);
    }
}
