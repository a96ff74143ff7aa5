package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import io.calmend.vocabulary.FailureReason;

/** Why something did not happen, and what to do. */
public final class Refusal {

    private Refusal() {}

    /** Something was refused before it began: what happened is the headline; below stands that nothing was done, and the advice. */
    public static Div of(FailureReason reason, Component... actions) {
        var advice = Words.advice(reason);
        return Markup.banner(
                severityOf(reason),
                Words.what(reason),
                Words.untouched(reason)
                        .map(untouched -> untouched + " " + advice)
                        .orElse(advice),
                actions);
    }

    /** An observation at a run that has begun did not succeed; what the run did or left, its own outcome says. */
    public static Div ofObservation(FailureReason reason) {
        return Markup.banner(severityOf(reason), Words.what(reason), Words.advice(reason));
    }

    /** Purple where a host or the directory could not be asked, amber where the answer was no. */
    public static Severity severityOf(FailureReason reason) {
        return switch (reason) {
            case DIRECTORY_UNAVAILABLE,
                    ACCOUNT_UNAVAILABLE,
                    ACCOUNT_STOPPED,
                    NAME_NOT_RESOLVED,
                    HOST_UNREACHABLE,
                    CONNECTION_REFUSED,
                    TLS_UNTRUSTED,
                    TLS_WRONG_NAME,
                    TLS_EXPIRED,
                    TLS_FAILED,
                    PLAIN_HTTP_REFUSED,
                    NOT_WINRM,
                    REDIRECTED,
                    WINRM_STOPPED,
                    SCHEME_NOT_OFFERED,
                    SIGN_IN_REJECTED,
                    ACCOUNT_UNKNOWN,
                    ACCOUNT_DISABLED,
                    PASSWORD_EXPIRED,
                    NO_COMMON_ENCRYPTION,
                    SERVICE_UNKNOWN,
                    KERBEROS_POLICY,
                    CLOCK_SKEW,
                    KDC_UNKNOWN,
                    KDC_UNREACHABLE,
                    KERBEROS_FAILED,
                    TICKET_REFUSED,
                    TICKET_TOO_LARGE,
                    ACCESS_DENIED,
                    REMOTE_SHELL_REFUSED,
                    HOST_REFUSED,
                    HOST_QUOTA,
                    HOST_TOO_BUSY,
                    PORTAL_LIMIT,
                    TIMED_OUT,
                    CANCELLED,
                    CONNECTION_LOST,
                    SHELL_ENDED,
                    ANSWER_NOT_SEALED,
                    LANGUAGE_MODE,
                    SCRIPT_BLOCKED,
                    SCRIPT_FAILED,
                    ANSWER_TOO_LARGE,
                    CACHE_TOO_LARGE,
                    ANSWER_MALFORMED,
                    OUTCOME_UNKNOWN -> Severity.UNKNOWN;
            case NOTHING_TO_DO, NOTHING_TO_UNDO -> Severity.OK;
            case HOST_NAME_EMPTY,
                    HOST_NAME_MALFORMED,
                    IP_LITERAL,
                    REASON_MISSING,
                    TICKET_MISSING,
                    TEXT_TOO_LONG,
                    TEXT_WITH_CONTROL_CHARACTERS,
                    HOST_UNKNOWN,
                    HOST_AMBIGUOUS,
                    HOST_DISABLED,
                    HOST_REPLACED,
                    HOST_WITHOUT_DNS_NAME,
                    HOST_DNS_NAME_FOREIGN,
                    HOST_DNS_NAME_MISMATCH,
                    HOST_DNS_NAME_DUPLICATE,
                    DOMAIN_CONTROLLER,
                    PERSON_UNKNOWN,
                    NOT_PERMITTED,
                    PERMISSION_ENDED,
                    CHANGES_STOPPED,
                    CHANGES_NOT_STOPPED,
                    NO_TIER,
                    OPERATION_UNKNOWN,
                    SERVICE_UNSUITABLE,
                    NOT_ON_ALLOW_LIST,
                    CHANGE_TOO_LARGE,
                    BACKUP_INCOMPLETE,
                    BACKUP_NOT_VERIFIED,
                    BACKUP_ALTERED,
                    BACKUP_UNKNOWN,
                    CASE_UNKNOWN,
                    PLAN_UNKNOWN,
                    PLAN_EXPIRED,
                    PLAN_CHANGED,
                    PLAN_ALTERED,
                    RUN_REOPENED,
                    HOST_BUSY,
                    HOST_CHANGED,
                    CHANGE_LATE,
                    CHANGE_FAILED,
                    CHANGE_NOT_VERIFIED,
                    DESCRIPTOR_NOT_RESTORED,
                    PORTAL_RESTARTED,
                    PORTAL_FAILED,
                    AUDIT_LOG_UNAVAILABLE -> Severity.WARN;
        };
    }
}
