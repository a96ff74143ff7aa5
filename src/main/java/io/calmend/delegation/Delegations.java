package io.calmend.delegation;

import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may do what. Asks the directory for the person's groups afresh, each time. Deny is the default. */
public interface Delegations {

    /** The key under which a rule allows diagnoses; every rule that allows a repair on a host allows them there too. */
    OperationKey DIAGNOSE = new OperationKey("DX-CLIENT");

    Decision decide(Actor actor, OperationKey operation, ManagedHost host);

    sealed interface Decision {
        record Allowed(Permit permit) implements Decision {}

        /**
         * {@code NOT_PERMITTED}, {@code PERMISSION_ENDED} or {@code DIRECTORY_UNAVAILABLE}.
         *
         * @param nearest the rule that came closest, null if none names the person
         * @param miss what of it did not fit, null with {@code nearest}
         */
        record Denied(
                FailureReason reason,
                @Nullable Rule nearest,
                @Nullable Miss miss) implements Decision {}
    }

    enum Miss {
        OPERATION,
        HOST,
        ENDED
    }

    /** All rules, in the order of the configuration. */
    List<Rule> rules();

    /**
     * A rule of the configuration.
     *
     * @param group the group's distinguished name; nested members count
     * @param operations the keys it allows
     * @param organisationalUnit the distinguished name below which hosts are covered
     * @param until when it ends, null if it does not
     */
    record Rule(
            String name,
            String group,
            Set<OperationKey> operations,
            String organisationalUnit,
            @Nullable Instant until) {
        public Rule {
            operations = Set.copyOf(operations);
        }
    }
}
