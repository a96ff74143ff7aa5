package io.calmend.directory;

import io.calmend.vocabulary.HostName;
import java.util.Locale;
import java.util.UUID;

/** For tests: hosts as the directory would give them. */
public final class ManagedHosts {

    private ManagedHosts() {}

    /** {@code name} in {@code CORP}, in the organisational unit Workstations unless said otherwise. */
    public static ManagedHost named(String name) {
        return in("OU=Workstations,DC=corp,DC=example", name);
    }

    public static ManagedHost in(String organisationalUnit, String name) {
        return new ManagedHost(
                UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                name,
                new HostName(name.toLowerCase(Locale.ROOT) + ".corp.example"),
                "CN=" + name + "," + organisationalUnit,
                "Windows 11 Enterprise",
                "");
    }

    /** {@code host} after somebody gave it another name. */
    public static ManagedHost renamed(ManagedHost host, String name) {
        return of(host.objectId(), name);
    }

    /** Another computer account that goes by the name of {@code host}. */
    public static ManagedHost successorOf(ManagedHost host) {
        return of(UUID.randomUUID(), host.name());
    }

    private static ManagedHost of(UUID id, String name) {
        return new ManagedHost(
                id,
                name,
                new HostName(name.toLowerCase(Locale.ROOT) + ".corp.example"),
                "CN=" + name + ",OU=Workstations,DC=corp,DC=example",
                "Windows 11 Enterprise",
                "");
    }
}
