package io.calmend.licensing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person tells about a fault: the group <em>asked</em> of {@code src/docs/reports.md}. A field that is null is not
 * known; nothing is assumed in its place.
 *
 * @param code a number that the program showed or that stands in a log
 * @param codeField which of two number ranges it is from: 256 to 267 mean a licence fault only as {@link CodeField#EXTENDED}
 * @param programBits 32 or 64
 * @param otherProgramWorks whether another client program connects, on the same computer with the same account
 * @param othersAffected other computers that go to the same host
 * @param portOpen whether the port of the host (3389, or what stands for it) is open from where the user is
 * @param changedMinutesAgo minutes since the last repair or change
 * @param recursDays it comes back every so many days
 * @param sessionsNeeded people who work there at once
 */
public record FaultReport(
        @Nullable Integer code,
        @Nullable CodeField codeField,
        @Nullable Program program,
        @Nullable Integer programBits,
        @Nullable Platform platform,
        @Nullable Boolean otherProgramWorks,
        @Nullable Others othersAffected,
        @Nullable Boolean adminSessionWorks,
        @Nullable Boolean consoleWorks,
        @Nullable Boolean elevated,
        @Nullable Boolean userIsAdmin,
        @Nullable Account account,
        @Nullable SessionKind sessionKind,
        @Nullable ConnectionPath path,
        @Nullable Boolean portOpen,
        @Nullable Integer changedMinutesAgo,
        @Nullable Protocol protocol,
        @Nullable Integer recursDays,
        Set<RecentChange> recentChange,
        @Nullable Integer sessionsNeeded) {

    /** Nobody was asked. */
    public static final FaultReport NOTHING = new FaultReport(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            Set.of(), null);

    public FaultReport {
        recentChange = Set.copyOf(recentChange);
    }

    public enum CodeField {
        EXTENDED,
        DISCONNECT,
        EVENT,
        UNKNOWN
    }

    public enum Program {
        MSTSC,
        REMOTEAPP,
        RDWEB,
        STORE,
        WEB,
        MAC,
        FREERDP,
        RDESKTOP,
        REMMINA,
        CITRIX,
        MREMOTENG,
        RDCMAN,
        IAPDESKTOP,
        GUACAMOLE,
        TELEPORT,
        OTHER;

        /** Whether it keeps its licence elsewhere than in {@code MSLicensing}, or keeps none. */
        boolean ignoresTheStore() {
            return switch (this) {
                case STORE, WEB, MAC, FREERDP, RDESKTOP, REMMINA, GUACAMOLE, TELEPORT -> true;
                case MSTSC, REMOTEAPP, RDWEB, CITRIX, MREMOTENG, RDCMAN, IAPDESKTOP, OTHER -> false;
            };
        }
    }

    public enum Platform {
        WINDOWS,
        MAC,
        LINUX,
        THIN,
        BROWSER,
        MOBILE
    }

    public enum Others {
        NONE,
        SOME,
        ALL
    }

    public enum Account {
        DOMAIN,
        LOCAL
    }

    public enum SessionKind {
        NORMAL,
        ADMIN,
        CONSOLE
    }

    public enum ConnectionPath {
        DIRECT,
        GATEWAY,
        PROXY,
        JUMP,
        BROKER
    }

    public enum Protocol {
        RDP,
        CITRIX,
        OTHER
    }

    public enum RecentChange {
        CLIENT_REPLACED,
        CLIENT_REIMAGED,
        NETWORK_MOVED,
        OS_UPGRADED,
        ROLE_INSTALLED,
        UPDATE_INSTALLED,
        SERVER_REBUILT,
        LICENCES_BOUGHT,
        SERVER_REPLACED,
        SERVER_ADDED,
        POLICY_CHANGED,
        SETTINGS_CHANGED,
        STORE_DELETED,
        GRACE_RESET,
        CERTIFICATE_CHANGED,
        IMAGE_CLONED,
        SOFTWARE_INSTALLED
    }

    /** Whether the program at fault keeps its licence elsewhere than in the registry that the portal can read. */
    boolean ignoresTheStore() {
        return platform != null && platform != Platform.WINDOWS || program != null && program.ignoresTheStore();
    }

    boolean changed(RecentChange change) {
        return recentChange.contains(change);
    }
}
