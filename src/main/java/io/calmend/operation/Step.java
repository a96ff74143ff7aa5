package io.calmend.operation;

import io.calmend.host.Action;
import io.calmend.host.WindowsService;
import io.calmend.vocabulary.RegistryPath;
import java.util.List;

/** One line of an operation: what is to be done, before it is known what a host holds. Those of the registry apply to both views. */
public sealed interface Step {

    /** Changes keys below those that are touched, in both views. */
    sealed interface OfRegistry extends Step {}

    /** Removes every key directly below {@code parent} whose name begins with {@code prefix} (case of A to Z ignored). */
    record DeleteSubkeys(RegistryPath parent, String prefix) implements OfRegistry {}

    /** Removes {@code key} with all below it. */
    record DeleteKey(RegistryPath key) implements OfRegistry {}

    /** Makes each of {@code keys} that was there before again, empty, with the security descriptors it had. */
    record KeepEmptyKeys(List<RegistryPath> keys) implements OfRegistry {
        public KeepEmptyKeys {
            keys = List.copyOf(keys);
        }
    }

    /** Starts a service that is stopped. */
    record StartService(WindowsService service) implements Step {}

    /** Stops a service that runs. */
    record StopService(WindowsService service) implements Step {}

    /** Makes what is touched what a backup says it was, security descriptors too. */
    record Restore() implements Step {}

    /** Does what cannot be undone. */
    record Act(Action action) implements Step {}
}
