package io.calmend.host;

/**
 * Something done to a computer that has no state before and after: it cannot be undone and is never sent twice. The
 * {@link Fact} that it moves says whether it was done.
 */
public sealed interface Action {

    /** What is different once it was done; a host does nothing where this is not what was planned for any more. */
    Fact confirmedBy();

    /** In one line, for the log and for details. */
    String where();

    /** Stops a service that runs and starts it again, with those that need it. */
    record RestartService(WindowsService service) implements Action {
        @Override
        public Fact confirmedBy() {
            return new Fact.ServiceProcess(service);
        }

        @Override
        public String where() {
            return service.where();
        }
    }
}
