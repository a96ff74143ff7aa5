package io.calmend.remote;

import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.FailureReason;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out, layer by layer, why a host cannot be reached; never sends credentials to the host. */
public interface ConnectionDoctor {

    /**
     * Tests the layers in order and stops at the first that fails; each step is also passed to {@code progress} when
     * it has ended. Layers that the account's transport does not use are left out. The host receives no credentials;
     * for a domain account a ticket is requested from the domain.
     */
    ConnectionReport examine(ManagedHost host, Consumer<CheckedLayer> progress);

    record ConnectionReport(List<CheckedLayer> steps) {
        public ConnectionReport {
            steps = List.copyOf(steps);
        }

        /** The step that failed, null if none did. */
        public @Nullable CheckedLayer failed() {
            return steps.stream()
                    .filter(step -> step.failure() != null)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * @param failure null if this layer is in order
     * @param detail what was found: an address, a certificate's names and remaining days, the authentication schemes
     *     on offer; one line
     */
    record CheckedLayer(Layer layer, @Nullable FailureReason failure, String detail, long milliseconds) {}

    /** In the order in which they are tested; {@code SIGN_IN} to {@code LANGUAGE} are reported by the first command. */
    enum Layer {
        NAME,
        PORT,
        TLS,
        WINRM,
        SCHEMES,
        TICKET,
        SIGN_IN,
        SHELL,
        LANGUAGE
    }
}
