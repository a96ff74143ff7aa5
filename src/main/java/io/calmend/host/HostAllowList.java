package io.calmend.host;

import io.calmend.registry.RegistryAllowList;

/**
 * What this product may ever observe, change and act on. Asked when an operation is compiled, and again at the gateway; of
 * services the list is {@link WindowsService} itself.
 */
public final class HostAllowList {

    private HostAllowList() {}

    public static boolean allows(Facet facet) {
        return switch (facet) {
            case Facet.Registry(var target) -> RegistryAllowList.allows(target);
            case Facet.ServiceRun _ -> true;
        };
    }

    public static boolean allows(Action action) {
        return switch (action) {
            case Action.RestartService _ -> true;
        };
    }

    public static boolean allows(Change change) {
        return switch (change) {
            case Change.Registry(var registry) -> RegistryAllowList.allows(registry);
            case Change.StartService _, Change.StopService _ -> true;
        };
    }
}
