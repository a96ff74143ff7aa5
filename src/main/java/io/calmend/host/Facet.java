package io.calmend.host;

import io.calmend.registry.TreeTarget;

/** Something of a computer that can be observed, saved and compared by its digest. */
public sealed interface Facet {

    /** In one line, for the log and for details: {@code Registry64 SOFTWARE\…}, {@code Service TermService}. */
    String where();

    /** Whether {@code other} is the same thing, however deep it was observed. */
    default boolean isSameAs(Facet other) {
        return switch (this) {
            case Registry(var target) ->
                other instanceof Registry(var there) && target.location().equals(there.location());
            case ServiceRun _ -> equals(other);
        };
    }

    /** A key of the registry and what lies below it. */
    record Registry(TreeTarget target) implements Facet {
        @Override
        public String where() {
            return target.location().toString();
        }
    }

    /** Whether a service runs, and how it is started. */
    record ServiceRun(WindowsService service) implements Facet {
        @Override
        public String where() {
            return service.where();
        }
    }
}
