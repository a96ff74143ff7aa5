package io.calmend.vocabulary;

/**
 * Why something that a person asked for did not happen, of what kind that is and how grave. Its texts in
 * {@code vaadin-i18n/translations.properties}: {@code reason.NAME.what} says what happened, {@code reason.NAME.advice} what to
 * do. A run can end with any of them after it changed something, so neither says that nothing was done;
 * {@code reason.NAME.untouched} does, and is shown only of what was refused before it began.
 */
public enum FailureReason {
    HOST_NAME_EMPTY(Category.REQUEST),
    HOST_NAME_MALFORMED(Category.REQUEST),
    IP_LITERAL(Category.REQUEST),
    REASON_MISSING(Category.REQUEST),
    TICKET_MISSING(Category.REQUEST),
    TEXT_TOO_LONG(Category.REQUEST),
    TEXT_WITH_CONTROL_CHARACTERS(Category.REQUEST),

    DIRECTORY_UNAVAILABLE(Category.DIRECTORY, Severity.UNKNOWN),
    HOST_UNKNOWN(Category.DIRECTORY),
    HOST_AMBIGUOUS(Category.DIRECTORY),
    HOST_DISABLED(Category.DIRECTORY),
    HOST_REPLACED(Category.DIRECTORY),
    HOST_WITHOUT_DNS_NAME(Category.DIRECTORY),
    HOST_DNS_NAME_FOREIGN(Category.DIRECTORY),
    HOST_DNS_NAME_MISMATCH(Category.DIRECTORY),
    HOST_DNS_NAME_DUPLICATE(Category.DIRECTORY),
    DOMAIN_CONTROLLER(Category.DIRECTORY),
    PERSON_UNKNOWN(Category.DIRECTORY),

    NOT_PERMITTED(Category.PERMISSION),
    PERMISSION_ENDED(Category.PERMISSION),

    NO_TIER(Category.ACCOUNT, Severity.REFUSED),
    ACCOUNT_UNAVAILABLE(Category.ACCOUNT),
    ACCOUNT_STOPPED(Category.ACCOUNT),

    NAME_NOT_RESOLVED(Category.CONNECTION),
    HOST_UNREACHABLE(Category.CONNECTION),
    CONNECTION_REFUSED(Category.CONNECTION),
    TLS_UNTRUSTED(Category.CONNECTION),
    TLS_WRONG_NAME(Category.CONNECTION),
    TLS_EXPIRED(Category.CONNECTION),
    TLS_FAILED(Category.CONNECTION),
    PLAIN_HTTP_REFUSED(Category.CONNECTION),
    NOT_WINRM(Category.CONNECTION),
    REDIRECTED(Category.CONNECTION),
    WINRM_STOPPED(Category.CONNECTION),
    SCHEME_NOT_OFFERED(Category.CONNECTION),
    SIGN_IN_REJECTED(Category.CONNECTION),
    ACCOUNT_UNKNOWN(Category.CONNECTION),
    ACCOUNT_DISABLED(Category.CONNECTION),
    PASSWORD_EXPIRED(Category.CONNECTION),
    NO_COMMON_ENCRYPTION(Category.CONNECTION),
    SERVICE_UNKNOWN(Category.CONNECTION),
    KERBEROS_POLICY(Category.CONNECTION),
    CLOCK_SKEW(Category.CONNECTION),
    KDC_UNKNOWN(Category.CONNECTION),
    KDC_UNREACHABLE(Category.CONNECTION),
    KERBEROS_FAILED(Category.CONNECTION),
    TICKET_REFUSED(Category.CONNECTION),
    TICKET_TOO_LARGE(Category.CONNECTION),
    PORTAL_LIMIT(Category.CONNECTION),

    ACCESS_DENIED(Category.SHELL),
    REMOTE_SHELL_REFUSED(Category.SHELL),
    HOST_REFUSED(Category.SHELL),
    HOST_QUOTA(Category.SHELL),
    HOST_TOO_BUSY(Category.SHELL),
    SHELL_ENDED(Category.SHELL),

    TIMED_OUT(Category.UNDER_WAY),
    CANCELLED(Category.UNDER_WAY),
    CONNECTION_LOST(Category.UNDER_WAY),
    ANSWER_NOT_SEALED(Category.UNDER_WAY),

    LANGUAGE_MODE(Category.SCRIPT),
    SCRIPT_BLOCKED(Category.SCRIPT),
    SCRIPT_FAILED(Category.SCRIPT),
    ANSWER_TOO_LARGE(Category.SCRIPT),
    CACHE_TOO_LARGE(Category.SCRIPT),
    ANSWER_MALFORMED(Category.SCRIPT),

    CHANGES_STOPPED(Category.RUN),
    CHANGES_NOT_STOPPED(Category.RUN),
    OPERATION_UNKNOWN(Category.RUN),
    NOTHING_TO_DO(Category.RUN, Severity.HARMLESS),
    NOTHING_TO_UNDO(Category.RUN, Severity.HARMLESS),
    SERVICE_UNSUITABLE(Category.RUN),
    NOT_ON_ALLOW_LIST(Category.RUN),
    CHANGE_TOO_LARGE(Category.RUN),
    BACKUP_INCOMPLETE(Category.RUN),
    BACKUP_NOT_VERIFIED(Category.RUN),
    BACKUP_ALTERED(Category.RUN),
    BACKUP_UNKNOWN(Category.RUN),
    CASE_UNKNOWN(Category.RUN),
    PLAN_UNKNOWN(Category.RUN),
    PLAN_EXPIRED(Category.RUN),
    PLAN_CHANGED(Category.RUN),
    PLAN_ALTERED(Category.RUN),
    RUN_REOPENED(Category.RUN),
    HOST_BUSY(Category.RUN),
    HOST_CHANGED(Category.RUN),
    CHANGE_LATE(Category.RUN),
    CHANGE_FAILED(Category.RUN),
    CHANGE_NOT_VERIFIED(Category.RUN),
    DESCRIPTOR_NOT_RESTORED(Category.RUN),
    OUTCOME_UNKNOWN(Category.RUN, Severity.UNKNOWN),
    PORTAL_RESTARTED(Category.RUN),
    PORTAL_FAILED(Category.RUN),
    AUDIT_LOG_UNAVAILABLE(Category.RUN);

    private final Category category;
    private final Severity severity;

    FailureReason(Category category) {
        this(category, category.severity);
    }

    /** For the few that weigh otherwise than most of their kind. */
    FailureReason(Category category, Severity severity) {
        this.category = category;
        this.severity = severity;
    }

    public Category category() {
        return category;
    }

    public Severity severity() {
        return severity;
    }

    /** Where the reason lies; those at a host stand in the order in which they are met. */
    public enum Category {
        /** What the person typed. */
        REQUEST(Severity.REFUSED),
        /** What the directory says of a computer or a person. */
        DIRECTORY(Severity.REFUSED),
        /** What the rules allow the person. */
        PERMISSION(Severity.REFUSED),
        /** The accounts with which the portal signs in to hosts. */
        ACCOUNT(Severity.UNKNOWN),
        /** The host was not reached, or did not let the account in. */
        CONNECTION(Severity.UNKNOWN),
        /** The host let the account in, and opened no shell for it or ended it. */
        SHELL(Severity.UNKNOWN),
        /** May happen before the account was accepted as well as after. */
        UNDER_WAY(Severity.UNKNOWN),
        /** The script did not come to its end, or what it answered is of no use. */
        SCRIPT(Severity.UNKNOWN),
        /** Planning and running. */
        RUN(Severity.REFUSED);

        private final Severity severity;

        Category(Severity severity) {
            this.severity = severity;
        }
    }

    /** How grave a reason is for the person who asked. */
    public enum Severity {
        /** There was nothing to do. */
        HARMLESS,
        /** The answer was no. */
        REFUSED,
        /** A host or the directory could not be asked, so that nobody knows. */
        UNKNOWN
    }
}
