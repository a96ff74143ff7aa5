package io.calmend.host;

import io.calmend.registry.RegistryDifference;
import org.jspecify.annotations.Nullable;

/** One thing that differs between two states of a host, for people to read. */
public sealed interface Difference {

    /** What differs, in one line, for the log. */
    String where();

    /** Null if it was not there. */
    @Nullable
    String before();

    /** Null if it is not there any more. */
    @Nullable
    String after();

    record Registry(RegistryDifference difference) implements Difference {
        @Override
        public String where() {
            var key = difference.location().toString();
            return switch (difference.kind()) {
                case KEY -> key;
                case VALUE -> key + " → " + (difference.value() == null ? "" : difference.value());
                case SECURITY_DESCRIPTOR -> key + " (registry permissions)";
            };
        }

        @Override
        public @Nullable String before() {
            return difference.before();
        }

        @Override
        public @Nullable String after() {
            return difference.after();
        }
    }

    /** {@code before} and {@code after} are words of Windows: {@code Running}, {@code Disabled}. */
    record ServiceRun(
            WindowsService service,
            Aspect aspect,
            @Nullable String before,
            @Nullable String after) implements Difference {

        public enum Aspect {
            STATUS,
            START_MODE
        }

        @Override
        public String where() {
            return switch (aspect) {
                case STATUS -> service.where();
                case START_MODE -> service.where() + " (start mode)";
            };
        }
    }
}
