package io.calmend.host;

import io.calmend.registry.RegistryChange;

/**
 * One concrete change of a facet. It has a state before and after, so it can be previewed, compared and undone; each leaves
 * the second time what it left the first time.
 */
public sealed interface Change {

    /** In one line, for the log and for details. */
    String where();

    record Registry(RegistryChange change) implements Change {
        @Override
        public String where() {
            return change.location().toString();
        }
    }

    /** Starts a service that is stopped, after those that it needs; nothing happens if it runs. */
    record StartService(WindowsService service) implements Change {
        @Override
        public String where() {
            return service.where();
        }
    }

    /** Stops a service that runs; a host refuses while another one that runs needs it. Nothing happens if it is stopped. */
    record StopService(WindowsService service) implements Change {
        @Override
        public String where() {
            return service.where();
        }
    }
}
