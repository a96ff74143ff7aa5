package io.calmend.remote;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Lets administrators see and release the portal's accounts that were stopped after a rejected password. */
public interface PortalAccounts {

    /** Accounts whose password a host rejected once; they are not used until they are released. Survives a restart. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "accounts")
    List<Stopped> stopped(Actor administrator);

    /**
     * Allows an account to be used again where it was stopped. The release is in the audit log, and so is a refusal.
     */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "release", changes = true)
    void release(Actor administrator, Stopped stopped);

    /**
     * @param host the one that rejected the password
     * @param hostId its object id in the directory
     * @param everywhere true if it is used on no host, as for a domain account; false if only not on {@code host}, as
     *     for a local account of that host
     */
    record Stopped(String account, String host, UUID hostId, boolean everywhere, Instant at) {}
}
