package io.calmend.catalog;

import io.calmend.operation.Operation;

/** The operations on offer, for tests of what is done with them. */
public final class RealOperations {

    private static final ClientOperations CLIENT = new ClientOperations();
    private static final ServiceOperations SERVICES = new ServiceOperations();

    private RealOperations() {}

    public static Operation clearCachedLicences() {
        return CLIENT.clearCachedLicences();
    }

    public static Operation removeClientCache() {
        return CLIENT.removeClientCache();
    }

    public static Operation exportClientCache() {
        return CLIENT.exportClientCache();
    }

    public static Operation startRemoteDesktop() {
        return SERVICES.startRemoteDesktop();
    }

    public static Operation stopRemoteDesktop() {
        return SERVICES.stopRemoteDesktop();
    }

    public static Operation restartRemoteDesktop() {
        return SERVICES.restartRemoteDesktop();
    }
}
