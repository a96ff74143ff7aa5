package io.calmend.vocabulary;

/**
 * The person who acts, as the directory knows them. What they typed at sign-in ends there.
 *
 * @param sid the security identifier in text form, {@code S-1-5-21-…}; what permissions are bound to
 * @param account the sAMAccountName, for example {@code alice}
 * @param displayName for people to read; falls back to the account
 */
public record Actor(String sid, String account, String displayName) {

    /** The portal itself: recovery, sweepers, start and stop. */
    public static final Actor PORTAL = new Actor("portal", "portal", "Calmend");
}
