package io.calmend.directory;

import io.calmend.vocabulary.HostName;
import java.util.UUID;

/**
 * A computer that the directory knows, that is enabled and that is no domain controller. Only this module creates one,
 * so whoever holds it knows that these checks were passed; from here on the name that a person typed is no longer
 * used.
 */
public final class ManagedHost {

    private final UUID objectId;
    private final String name;
    private final HostName dnsName;
    private final String distinguishedName;
    private final String operatingSystem;
    private final String description;

    ManagedHost(
            UUID objectId,
            String name,
            HostName dnsName,
            String distinguishedName,
            String operatingSystem,
            String description) {
        this.objectId = objectId;
        this.name = name;
        this.dnsName = dnsName;
        this.distinguishedName = distinguishedName;
        this.operatingSystem = operatingSystem;
        this.description = description;
    }

    /** The directory's {@code objectGUID}, which stays the same when the computer is renamed or moved. */
    public UUID objectId() {
        return objectId;
    }

    /** The short name that people use: {@code PC-0421}. */
    public String name() {
        return name;
    }

    /** The computer's {@code dNSHostName} from the directory. */
    public HostName dnsName() {
        return dnsName;
    }

    public String distinguishedName() {
        return distinguishedName;
    }

    /** {@code operatingSystem} of the account, empty if unset. Hostile text: show it as text only. */
    public String operatingSystem() {
        return operatingSystem;
    }

    /** {@code description} of the account, empty if unset. Hostile text: show it as text only. */
    public String description() {
        return description;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ManagedHost host && objectId.equals(host.objectId);
    }

    @Override
    public int hashCode() {
        return objectId.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
