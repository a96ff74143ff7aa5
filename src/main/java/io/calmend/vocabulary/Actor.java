package io.calmend.vocabulary;

/**
 * The person who acts, identified by the directory; what they typed at sign-in is not used any further.
 *
 * @param sid the security identifier in text form, {@code S-1-5-21-…}, to which permissions are bound
 * @param account the sAMAccountName, for example {@code alice}
 * @param displayName for people to read; falls back to the account
 */
public record Actor(String sid, String account, String displayName) {

    /** The portal itself, when it acts without a person: recovery, clean-up, start and stop. */
    public static final Actor PORTAL = new Actor("portal", "portal", "Calmend");
}
