package io.calmend.remote;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The accounts that the portal uses on hosts, and the guard that keeps it from locking them. */
public interface PortalAccounts {

    /** Accounts whose password a host refused once; nothing uses them until they are released. Survives a restart. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "accounts")
    List<Stopped> stopped(Actor administrator);

    /** Lets an account be used again, where it was stopped. In the audit log, and so is a refusal. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "release", changes = true)
    void release(Actor administrator, Stopped stopped);

    /**
     * @param host the one that rejected the password
     * @param hostId its object id in the directory
     * @param everywhere whether it is used on no host at all, as an account of a domain; else only not on that one, whose own
     *     it is
     */
    record Stopped(String account, String host, UUID hostId, boolean everywhere, Instant at) {}
}
