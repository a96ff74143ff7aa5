package io.calmend.vocabulary;

/** What a person may open. Given by groups at sign-in; what they may change on hosts is decided by delegation, each time. */
public enum Role {
    /** Fix problems: search, diagnose, repair, undo. */
    HELPDESK,
    /** Read the audit log. */
    MANAGER,
    /** See who may do what; stop all changes. Reads the audit log too. */
    ADMINISTRATOR
}
