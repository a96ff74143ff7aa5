package io.calmend.vocabulary;

/**
 * Decides which screens a person may open. Roles come from groups at sign-in; what a person may change on hosts is
 * decided by delegation, each time.
 */
public enum Role {
    /** Fix problems: search, diagnose, repair, undo. */
    HELPDESK,
    /** Read the audit log. */
    MANAGER,
    /** See the permissions; stop all changes. Reads the audit log too. */
    ADMINISTRATOR
}
