package io.calmend.remote;

import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.FailureReason;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out, layer by layer, why a host cannot be reached; no host is shown credentials. */
public interface ConnectionDoctor {

    /**
     * Walks the layers in order and stops at the first that fails; each step is also handed to {@code progress} when it
     * has ended. Layers that the account's way to the host does not have are left out. Sends the host no credentials; an
     * account of a domain asks its domain for a ticket.
     */
    ConnectionReport examine(ManagedHost host, Consumer<CheckedLayer> progress);

    record ConnectionReport(List<CheckedLayer> steps) {
        public ConnectionReport {
            steps = List.copyOf(steps);
        }

        /** The step that failed, null if the way is clear. */
        public @Nullable CheckedLayer failed() {
            return steps.stream()
                    .filter(step -> step.failure() != null)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * @param failure null if this layer is fine
     * @param detail what was found: an address, a certificate's names and days left, the schemes on offer; one line
     */
    record CheckedLayer(Layer layer, @Nullable FailureReason failure, String detail, long milliseconds) {}

    /** In the order in which they are asked; {@code SIGN_IN} to {@code LANGUAGE} are told by the first command. */
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
