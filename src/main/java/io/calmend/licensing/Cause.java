package io.calmend.licensing;

import java.util.Locale;

/** Why licensing can fail: the causes listed in {@code src/docs/reports.md}, in its order. */
public enum Cause {
    CLIENT_STORE_DAMAGED,
    CLIENT_STORE_NOT_WRITABLE,
    CLIENT_LICENCE_EXPIRED,
    CLIENT_HARDWARE_ID,
    CLIENT_IGNORES_STORE,
    CLIENT_PROGRAM,
    CLIENT_MANY_IDENTITIES,
    HOST_NO_SERVER,
    HOST_MODE_NOT_SET,
    HOST_MODE_MISMATCH,
    HOST_WORKGROUP_PER_USER,
    HOST_POLICY,
    HOST_BROKER,
    HOST_SERVER_NAME,
    HOST_NOT_A_SESSION_HOST,
    HOST_EDITION,
    HOST_CERTIFICATES,
    HOST_GRACE_OVER,
    HOST_GRACE_KEY,
    HOST_WAITING,
    HOST_MODIFIED,
    SERVER_DOWN,
    SERVER_NOT_ACTIVATED,
    SERVER_NO_LICENCES,
    SERVER_EXHAUSTED,
    SERVER_VERSION,
    SERVER_HOST_GROUP,
    SERVER_DIRECTORY_GROUP,
    SERVER_DATABASE,
    SERVER_UPGRADE_PREVENTED,
    SERVER_REBUILT,
    SERVER_PEERS,
    SERVER_REPORT,
    NETWORK_PATH,
    DIRECTORY_TRUST,
    OTHER_TWO_SESSIONS,
    OTHER_NAME,
    OTHER_UNREACHABLE,
    OTHER_CREDENTIALS,
    OTHER_RDP_CERTIFICATE,
    OTHER_THIRD_PARTY,
    OTHER_ACTIVATION,
    OTHER_HARMLESS,
    /** Nothing that is known points to a cause; the fields that should be asked for next are the result. */
    OPEN;

    /** The form used in reports: {@code client.store-damaged}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }
}
