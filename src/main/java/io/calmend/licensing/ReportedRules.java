package io.calmend.licensing;

import static io.calmend.licensing.Finding.Likelihood.LIKELY;
import static io.calmend.licensing.Finding.Likelihood.POSSIBLE;
import static io.calmend.licensing.Finding.Likelihood.VERY_LIKELY;

import io.calmend.licensing.FaultReport.Account;
import io.calmend.licensing.FaultReport.CodeField;
import io.calmend.licensing.FaultReport.ConnectionPath;
import io.calmend.licensing.FaultReport.Others;
import io.calmend.licensing.FaultReport.Platform;
import io.calmend.licensing.FaultReport.Program;
import io.calmend.licensing.FaultReport.Protocol;
import io.calmend.licensing.Finding.Likelihood;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a person reported into leads. A number has a meaning only together with its range: 260 is a failed name
 * look-up as a disconnect reason, but a changed hardware ID as an extended one (win32 documentation of {@code
 * IMsTscAxEvents::OnDisconnected} and {@code ExtendedDisconnectReasonCode}).
 */
final class ReportedRules {

    private static final String RDP_CLIENT_EVENTS = "terminalservices-clientactivexcore";

    private final FaultReport asked;
    private final ClientStore store;
    private final Leads leads;
    private boolean anotherFault;

    ReportedRules(FaultReport asked, ClientStore store, Leads leads) {
        this.asked = asked;
        this.store = store;
        this.leads = leads;
    }

    /** Whether the report describes a fault that has nothing to do with the client's licences. */
    boolean namesAnotherFault() {
        return anotherFault;
    }

    /** Adds leads that outrank the store, whatever the store contains. */
    void beforeTheStore() {
        if (asked.changedMinutesAgo() != null && asked.changedMinutesAgo() <= 15) {
            leads.add(Cause.HOST_WAITING, LIKELY).ask("session_host.links", "session_host.servers");
        }
        if (Boolean.FALSE.equals(store.storeWritable())) {
            leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "elsewhere", VERY_LIKELY)
                    .ask("asked.other_program_works", "asked.elevated");
        }
        if (Boolean.FALSE.equals(asked.portOpen())) {
            anotherFault = true;
            leads.add(Cause.NETWORK_PATH, VERY_LIKELY).ask("asked.others_affected", "asked.recent_change");
        }
        code();
        program();
    }

    /** Adds leads that are worth noting after those from the store. */
    void afterTheStore() {
        others();
        session();
        path();
        asked.recentChange().stream().sorted().forEach(this::change);
        events();
    }

    // ---- the error code

    private void code() {
        var code = asked.code();
        if (code == null) {
            return;
        }
        var field = asked.codeField() == null ? CodeField.UNKNOWN : asked.codeField();
        switch (field) {
            case EXTENDED -> extended(code, LIKELY);
            case DISCONNECT -> disconnect(code, LIKELY);
            case EVENT -> event(code > 0xc000 ? code & 0x3fff : code);
            case UNKNOWN -> ambiguous(code);
        }
    }

    private void ambiguous(int code) {
        if (code < 256 || code > 267) {
            disconnect(code, LIKELY);
        } else if (code == 260 && (asked.program() == Program.MAC || asked.platform() == Platform.MAC)) {
            // the Mac client has one field, and prints 0x104 where it does not find the computer
            disconnect(code, LIKELY);
        } else {
            disconnect(code, POSSIBLE);
            extended(code, POSSIBLE);
            leads.all().forEach(lead -> lead.withoutRepair().ask("asked.code_field"));
        }
    }

    private void extended(int code, Likelihood likelihood) {
        switch (code) {
            case 256, 264 ->
                leads.add(Cause.HOST_CERTIFICATES, likelihood).ask("asked.others_affected", "session_host.x509");
            case 257 -> noServer(likelihood);
            case 258 -> {
                // users also see this at the end of the grace period if there is no licence server at all
                noServer(likelihood);
                leads.add(Cause.SERVER_EXHAUSTED, POSSIBLE).ask("licence_server.packs");
                leads.add(Cause.SERVER_NO_LICENCES, POSSIBLE).ask("licence_server.packs", "session_host.mode");
            }
            case 259, 261 -> refusedLicence(likelihood);
            case 260 ->
                leads.add(Cause.CLIENT_HARDWARE_ID, "code", likelihood)
                        .repair(Lead.REMOVE_ALL)
                        .ask("asked.others_affected", "asked.recent_change");
            case 262 -> leads.add(Cause.NETWORK_PATH, likelihood).ask("asked.path", "session_host.links");
            case 263 -> {
                leads.add(Cause.CLIENT_PROGRAM, likelihood).ask("asked.other_program_works", "asked.program");
                leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "code", POSSIBLE).ask("asked.user_is_admin");
            }
            case 265 -> {
                leads.add(Cause.CLIENT_LICENCE_EXPIRED, "not-renewed", likelihood)
                        .ask(ClientRules.whyItEnded());
                leads.add(Cause.SERVER_EXHAUSTED, POSSIBLE).ask("licence_server.packs");
            }
            case 266 -> {
                leads.add(Cause.HOST_EDITION, likelihood).ask("session_host.role", "session_host.edition");
                leads.add(Cause.HOST_NOT_A_SESSION_HOST, POSSIBLE).ask("session_host.role");
            }
            case 267 ->
                leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "code", likelihood == LIKELY ? VERY_LIKELY : likelihood)
                        .ask("asked.program", "asked.user_is_admin");
            default -> {}
        }
    }

    private void disconnect(int code, Likelihood likelihood) {
        switch (code) {
            case 1, 2, 3, 263 ->
                another(Cause.OTHER_HARMLESS, "normal-end", likelihood).ask("asked.code", "asked.program");
            case 260, 520 ->
                another(Cause.OTHER_NAME, "", likelihood).ask("asked.others_affected", "asked.recent_change");
            case 264, 516, 772, 1028, 2308 ->
                another(Cause.OTHER_UNREACHABLE, "", likelihood).ask("asked.port_open", "asked.path");
            case 262 -> another(Cause.CLIENT_PROGRAM, "", likelihood).ask("asked.other_program_works");
            case 2055, 2567, 2823, 2825, 3591 ->
                another(Cause.OTHER_CREDENTIALS, "", likelihood).ask("asked.account", "asked.others_affected");
            case 3334 ->
                another(Cause.CLIENT_PROGRAM, "", likelihood).ask("asked.program_bits", "asked.others_affected");
            case 2056 -> licensingProtocol();
            case 2312 -> {
                leads.add(Cause.NETWORK_PATH, likelihood).ask("session_host.links", "asked.path");
                leads.add(Cause.SERVER_DOWN, POSSIBLE).ask("licence_server.service");
            }
            default -> {}
        }
    }

    private Lead another(Cause cause, String variant, Likelihood likelihood) {
        anotherFault = anotherFault || likelihood == LIKELY;
        return leads.add(cause, variant, likelihood);
    }

    /** Error 2056 has two meanings: on one computer its store is at fault, on all of them the host is. */
    private void licensingProtocol() {
        boolean alone = asked.othersAffected() == Others.NONE;
        boolean everybody = asked.othersAffected() == Others.ALL;
        if (everybody || Boolean.TRUE.equals(asked.adminSessionWorks()) && !alone) {
            noServer(LIKELY);
        }
        leads.add(Cause.CLIENT_STORE_NOT_WRITABLE, "code", alone ? LIKELY : POSSIBLE)
                .ask("asked.others_affected", "asked.other_program_works", "client.view32", "client.view64");
        refusedLicence(alone ? LIKELY : POSSIBLE);
        if (!everybody && !alone) {
            leads.add(Cause.HOST_NO_SERVER, POSSIBLE).ask("asked.others_affected", "session_host.mode");
        }
    }

    private void refusedLicence(Likelihood likelihood) {
        leads.add(Cause.CLIENT_STORE_DAMAGED, "refused", likelihood)
                .repair(Lead.CLEAR_LICENCES)
                .ask("asked.others_affected", "asked.platform");
    }

    private Lead noServer(Likelihood likelihood) {
        return leads.add(Cause.HOST_NO_SERVER, likelihood)
                .ask("session_host.servers", "session_host.mode", "session_host.grace", "licence_server.exists");
    }

    private void event(int id) {
        switch (id) {
            case 1003 -> refusedLicence(LIKELY);
            case 1004 -> leads.add(Cause.HOST_MODE_MISMATCH, LIKELY).ask("session_host.mode", "licence_server.packs");
            case 1011 -> {
                leads.add(Cause.HOST_MODE_MISMATCH, LIKELY).ask("session_host.mode", "licence_server.packs");
                leads.add(Cause.CLIENT_LICENCE_EXPIRED, "not-renewed", POSSIBLE).ask(ClientRules.whyItEnded());
            }
            case 1028 -> {
                leads.add(Cause.SERVER_EXHAUSTED, LIKELY).ask("licence_server.packs", "session_host.mode");
                leads.add(Cause.CLIENT_LICENCE_EXPIRED, "not-renewed", POSSIBLE).ask(ClientRules.whyItEnded());
            }
            case 1068, 1069 ->
                leads.add(Cause.HOST_MODE_NOT_SET, LIKELY).ask("session_host.mode_source", "session_host.servers");
            case 1008, 1010, 1128, 1129, 1130 -> noServer(LIKELY);
            case 1131 -> leads.add(Cause.NETWORK_PATH, LIKELY).ask("session_host.links", "licence_server.service");
            case 623 ->
                leads.add(Cause.SERVER_DATABASE, LIKELY).ask("licence_server.database", "licence_server.service");
            case 1163 ->
                another(Cause.OTHER_THIRD_PARTY, "", LIKELY).ask("asked.other_program_works", "asked.others_affected");
            case 4105 -> leads.add(Cause.SERVER_DIRECTORY_GROUP, LIKELY).ask("licence_server.in_ad_group");
            case 4140, 4141 -> leads.add(Cause.SERVER_HOST_GROUP, LIKELY).ask("licence_server.host_in_group");
            default -> {}
        }
    }

    // ---- the program

    private void program() {
        if (asked.protocol() == Protocol.CITRIX || asked.program() == Program.CITRIX) {
            leads.add(Cause.OTHER_THIRD_PARTY, POSSIBLE)
                    .ask(
                            "asked.other_program_works",
                            "asked.others_affected",
                            "session_host.events",
                            "session_host.grace");
        }
        if (asked.ignoresTheStore() && !anotherFault) {
            leads.add(Cause.CLIENT_IGNORES_STORE, LIKELY)
                    .ask("asked.code", "asked.other_program_works", "asked.others_affected", "session_host.mode")
                    .fact("program", word(asked.program(), asked.platform()));
            leads.add(Cause.CLIENT_MANY_IDENTITIES, POSSIBLE).ask("licence_server.issued_to_client");
            leads.add(Cause.CLIENT_PROGRAM, POSSIBLE).ask("asked.other_program_works");
        }
        if (Boolean.TRUE.equals(asked.otherProgramWorks())) {
            leads.add(Cause.CLIENT_PROGRAM, LIKELY)
                    .ask("asked.program", "asked.program_bits", "asked.others_affected", "session_host.links");
        }
    }

    private static String word(@Nullable Program program, @Nullable Platform platform) {
        var name = program != null ? program.name() : String.valueOf(platform);
        return name.toLowerCase(Locale.ROOT);
    }

    // ---- whether others are affected, how they connect, how often it happens

    private void others() {
        if (asked.othersAffected() == Others.ALL) {
            noServer(LIKELY);
            leads.add(Cause.HOST_NOT_A_SESSION_HOST, POSSIBLE)
                    .ask("asked.sessions_needed", "session_host.distinct_users");
        }
        var recurs = asked.recursDays();
        if (recurs != null && recurs >= 80 && recurs <= 130) {
            noServer(LIKELY).ask("asked.sessions_needed");
        }
        var needed = asked.sessionsNeeded();
        if (needed != null) {
            leads.add(Cause.HOST_NOT_A_SESSION_HOST, needed <= 2 ? LIKELY : POSSIBLE)
                    .ask("session_host.role", "session_host.distinct_users");
            if (needed > 2) {
                noServer(POSSIBLE);
                leads.add(Cause.OTHER_TWO_SESSIONS, POSSIBLE).ask("session_host.role", "asked.admin_session_works");
            }
        }
    }

    private void session() {
        if (Boolean.TRUE.equals(asked.adminSessionWorks())
                && asked.path() != ConnectionPath.PROXY
                && !Boolean.TRUE.equals(asked.otherProgramWorks())) {
            noServer(POSSIBLE).ask("asked.others_affected");
        }
        if (asked.account() == Account.LOCAL) {
            leads.add(Cause.HOST_WORKGROUP_PER_USER, POSSIBLE).ask("session_host.mode", "session_host.joined");
            leads.add(Cause.OTHER_HARMLESS, "warning-only", POSSIBLE)
                    .ask("asked.session_kind", "asked.others_affected");
        } else if (asked.sessionKind() == FaultReport.SessionKind.ADMIN
                || asked.sessionKind() == FaultReport.SessionKind.CONSOLE) {
            leads.add(Cause.OTHER_HARMLESS, "warning-only", POSSIBLE).ask("asked.others_affected");
        }
    }

    private void path() {
        var path = asked.path();
        if (path == null) {
            return;
        }
        switch (path) {
            case PROXY ->
                leads.add(Cause.OTHER_THIRD_PARTY, LIKELY)
                        .ask("asked.others_affected", "asked.other_program_works", "session_host.servers");
            case JUMP, GATEWAY, BROKER ->
                leads.add(Cause.NETWORK_PATH, POSSIBLE).ask("asked.port_open");
            case DIRECT -> {}
        }
    }

    /** Explains the fault by a recent change, if nothing better is known. */
    private void change(FaultReport.RecentChange change) {
        switch (change) {
            case CLIENT_REPLACED, CLIENT_REIMAGED, IMAGE_CLONED -> {
                leads.add(Cause.CLIENT_HARDWARE_ID, "changed", POSSIBLE)
                        .ask("asked.code", "client.view64", "client.view32");
                leads.add(Cause.CLIENT_MANY_IDENTITIES, POSSIBLE).ask("licence_server.issued_to_client");
            }
            case NETWORK_MOVED ->
                leads.add(Cause.NETWORK_PATH, LIKELY).ask("session_host.links", "licence_server.service");
            case OS_UPGRADED -> {
                leads.add(Cause.HOST_CERTIFICATES, POSSIBLE).ask("session_host.x509", "asked.others_affected");
                leads.add(Cause.SERVER_VERSION, POSSIBLE).ask("session_host.os", "licence_server.packs");
            }
            case ROLE_INSTALLED, SERVER_REBUILT, SERVER_REPLACED ->
                leads.add(Cause.SERVER_REBUILT, POSSIBLE).ask("licence_server.packs", "licence_server.activated");
            case UPDATE_INSTALLED -> {
                leads.add(Cause.SERVER_PEERS, POSSIBLE).ask("licence_server.events", "licence_server.os");
                leads.add(Cause.OTHER_CREDENTIALS, POSSIBLE).ask("client.os", "asked.console_works");
                leads.add(Cause.HOST_CERTIFICATES, POSSIBLE).ask("session_host.x509", "asked.others_affected");
            }
            case LICENCES_BOUGHT -> {
                leads.add(Cause.SERVER_VERSION, POSSIBLE).ask("session_host.os", "licence_server.packs");
                leads.add(Cause.HOST_MODE_MISMATCH, POSSIBLE).ask("session_host.mode", "licence_server.packs");
            }
            case SERVER_ADDED -> {
                leads.add(Cause.HOST_WAITING, POSSIBLE).ask("session_host.servers", "session_host.links");
                leads.add(Cause.SERVER_NOT_ACTIVATED, POSSIBLE).ask("licence_server.activated");
            }
            case POLICY_CHANGED, SETTINGS_CHANGED ->
                leads.add(Cause.HOST_POLICY, POSSIBLE).ask("session_host.mode_source", "session_host.servers_source");
            case STORE_DELETED -> {}
            case GRACE_RESET ->
                leads.add(Cause.HOST_GRACE_KEY, POSSIBLE)
                        .ask("session_host.grace_key", "session_host.servers", "session_host.mode");
            case CERTIFICATE_CHANGED ->
                leads.add(Cause.OTHER_RDP_CERTIFICATE, POSSIBLE).ask("session_host.events");
            case SOFTWARE_INSTALLED ->
                leads.add(Cause.OTHER_THIRD_PARTY, POSSIBLE).ask("session_host.other_software");
        }
    }

    /**
     * Uses the client's own event log if nothing else is known: event 1026 gives the reason why a connection ended,
     * which may be a normal one.
     */
    private void events() {
        if (leads.has(Lead::isOpen)) {
            return;
        }
        for (var event : store.events()) {
            if (event.id() == 1026
                    && event.source().toLowerCase(Locale.ROOT).contains(RDP_CLIENT_EVENTS)
                    && isNormalEnd(lastNumber(event.detail()))) {
                leads.add(Cause.OTHER_HARMLESS, "normal-end", LIKELY)
                        .ask("asked.code", "asked.program", "session_host.events")
                        .sound("event 1026: " + event.detail(), event.log());
            }
        }
    }

    private static boolean isNormalEnd(String reason) {
        return switch (reason) {
            case "1", "2", "3", "263" -> true;
            default -> false;
        };
    }

    private static String lastNumber(String text) {
        int end = text.length();
        while (end > 0 && !isDigit(text.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && isDigit(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start, end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
