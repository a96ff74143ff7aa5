package io.calmend.execution;

import io.calmend.execution.Executions.AutoCloseableSubscription;
import io.calmend.vocabulary.ExecutionId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Who wants to know when a journal grew. A listener that fails harms nobody else. */
@Component
class ExecutionListeners {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionListeners.class);

    /** A subscription is its own identity: the same listener may be there twice. */
    private static final class Subscription implements AutoCloseableSubscription {
        private final List<Subscription> all;
        private final Consumer<ExecutionId> listener;

        private Subscription(List<Subscription> all, Consumer<ExecutionId> listener) {
            this.all = all;
            this.listener = listener;
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }

    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    AutoCloseableSubscription add(Consumer<ExecutionId> listener) {
        var subscription = new Subscription(subscriptions, listener);
        subscriptions.add(subscription);
        return subscription;
    }

    void tell(ExecutionId id) {
        for (var subscription : subscriptions) {
            try {
                subscription.listener.accept(id);
            } catch (RuntimeException broken) {
                LOG.warn("a listener failed for {}", id, broken);
            }
        }
    }
}
