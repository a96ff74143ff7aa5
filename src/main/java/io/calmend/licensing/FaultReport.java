package io.calmend.licensing;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person reports about a fault: the group <em>asked</em> of {@code src/docs/reports.md}. A null field is
 * unknown; nothing is assumed in its place.
 *
 * @param code an error number from the program or from a log
 * @param codeField which of two number ranges it is from: 256 to 267 mean a licensing fault only as {@link
 *     CodeField#EXTENDED}
 * @param programBits 32 or 64
 * @param otherProgramWorks whether another client program connects, on the same computer with the same account
 * @param othersAffected whether other computers that connect to the same host fail too
 * @param portOpen whether the host's port (3389, or the one used instead) can be reached from the user's network
 * @param changedMinutesAgo minutes since the last repair or change
 * @param recursDays after how many days the fault returns
 * @param sessionsNeeded how many people work there at the same time
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

    /** A report in which nothing was asked. */
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

        /** Whether it keeps its licence somewhere other than {@code MSLicensing}, or keeps none. */
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

    /** Whether the program at fault keeps its licence outside the registry that the portal can read. */
    boolean ignoresTheStore() {
        return platform != null && platform != Platform.WINDOWS || program != null && program.ignoresTheStore();
    }

    boolean changed(RecentChange change) {
        return recentChange.contains(change);
    }
}
