package io.calmend.ui.parts;

import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Builds the address of every screen, relative to the portal's own. */
public final class Addresses {

    public static final String FIX = "";
    public static final String AUDIT_LOG = "audit";
    public static final String DELEGATION = "delegation";
    public static final String HEALTH = "health";

    private Addresses() {}

    /** The screen that checks the host and shows the result. */
    public static String check(HostName host) {
        return "case/" + host;
    }

    public static String check(String hostName) {
        return "case/" + hostName.toLowerCase(Locale.ROOT);
    }

    public static String diagnosis(DiagnosisId diagnosis) {
        return "case/" + diagnosis.value();
    }

    public static String host(String hostName) {
        return "host/" + hostName.toLowerCase(Locale.ROOT);
    }

    public static String history(String hostName) {
        return host(hostName) + "?tab=history";
    }

    /** The screen that observes the host and shows what {@code operation} would change. */
    public static String repair(
            String hostName, OperationKey operation, @Nullable CaseId caseId, @Nullable BackupId backup) {
        var address = host(hostName) + "/repair/" + operation;
        var separator = '?';
        if (caseId != null) {
            address += separator + "case=" + caseId.value();
            separator = '&';
        }
        if (backup != null) {
            address += separator + "backup=" + backup.value();
        }
        return address;
    }

    public static String plan(PlanId plan) {
        return "plan/" + plan.value();
    }

    public static String run(ExecutionId execution) {
        return "run/" + execution.value();
    }

    public static String undo(ExecutionId execution) {
        return run(execution) + "/undo";
    }

    public static String entry(long number) {
        return AUDIT_LOG + "/" + number;
    }
}
