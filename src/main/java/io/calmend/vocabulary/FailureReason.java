package io.calmend.vocabulary;

/**
 * Why something that a person asked for did not happen. Its texts in {@code vaadin-i18n/translations.properties}:
 * {@code reason.NAME.what} says what happened, {@code reason.NAME.advice} what to do. A run can end with any of them after it
 * changed something, so neither says that nothing was done; {@code reason.NAME.untouched} does, and is shown only of what was
 * refused before it began.
 */
public enum FailureReason {
    // what was typed
    HOST_NAME_EMPTY,
    HOST_NAME_MALFORMED,
    IP_LITERAL,
    REASON_MISSING,
    TICKET_MISSING,
    TEXT_TOO_LONG,
    TEXT_WITH_CONTROL_CHARACTERS,

    // the directory
    DIRECTORY_UNAVAILABLE,
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

    // rights
    NOT_PERMITTED,
    PERMISSION_ENDED,
    CHANGES_STOPPED,
    CHANGES_NOT_STOPPED,

    // accounts of the portal
    NO_TIER,
    ACCOUNT_UNAVAILABLE,
    ACCOUNT_STOPPED,

    // the connection to the host
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

    // planning and running
    OPERATION_UNKNOWN,
    NOTHING_TO_DO,
    NOTHING_TO_UNDO,
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
    OUTCOME_UNKNOWN,
    PORTAL_RESTARTED,
    PORTAL_FAILED,
    AUDIT_LOG_UNAVAILABLE
}
