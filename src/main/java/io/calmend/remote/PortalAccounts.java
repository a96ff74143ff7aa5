package io.calmend.remote;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.Role;
import java.time.Instant;
import java.util.List;

/** The accounts that the portal uses on hosts, and the guard that keeps it from locking them. */
public interface PortalAccounts {

    /** Accounts whose password a host refused once; nothing uses them until they are released. Survives a restart. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "accounts")
    List<Stopped> stopped(Actor administrator);

    /** Lets {@code account} be used again. On the trail, and so is a refusal. */
    @AllowedTo(value = Role.ADMINISTRATOR, asked = "release", changes = true)
    void release(Actor administrator, String account);

    record Stopped(String account, String host, Instant at) {}
}
