package io.calmend.audit;

import io.calmend.audit.AuditSearch.Verification;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.Role;
import java.util.Optional;

/** Lets people read and verify the audit log, and logs that they did. */
public interface AuditReview {

    /**
     * Logs that {@code actor} reads the log.
     *
     * @param what the search as they typed it, or the entry that they opened; at most a few hundred characters
     */
    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "log")
    void reads(Actor actor, String what);

    /** As {@link AuditSearch#verify}; the result is logged, and remembered until this server stops. */
    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "verify")
    Verification verify(Actor actor);

    /** The result of the last {@link #verify}, whoever asked for it; empty if nobody has since this server started. */
    @AllowedTo(
            value = {Role.MANAGER, Role.ADMINISTRATOR},
            asked = "log")
    Optional<Verification> lastVerification(Actor actor);
}
