package io.calmend.remote;

import io.calmend.host.Change;
import io.calmend.host.Fact;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a command that changes a host or acts on it. */
public sealed interface Answer {

    /**
     * The list of changes was begun; {@code done} tells how far it came (the last one may have failed, the rest was not tried).
     *
     * @param restored the security descriptors that were owned for a time and restored
     * @param digests of the expected facets afterwards, in the same order
     */
    record Ended(List<Done> done, List<Restored> restored, List<String> digests) implements Answer {
        public Ended {
            done = List.copyOf(done);
            restored = List.copyOf(restored);
            digests = List.copyOf(digests);
        }

        public boolean allDone() {
            return done.stream().allMatch(one -> one.error() == null);
        }
    }

    /**
     * The action was begun.
     *
     * @param error the short name of what went wrong on the way, null if nothing did
     * @param fact as it is afterwards
     */
    record Performed(@Nullable String error, Fact.Known fact) implements Answer {}

    /** Nothing was changed: the host is not as expected. @param digests of the expected facets; none for an action */
    record Differs(List<String> digests) implements Answer {}

    /** Nothing was changed: the deadline was over when the command ran. */
    record Late() implements Answer {}

    /** Nothing was changed: another change is running on the host. */
    record Busy() implements Answer {}

    /** Nothing was changed: the command was not sent. */
    record NeverSent(FailureReason reason, String detail) implements Answer {}

    /** The command was sent and no trustworthy answer came. The change may or may not be in place. */
    record OutcomeUnknown(FailureReason reason, String detail) implements Answer {}

    /** {@code error} is null if it was done, else the short .NET exception name. */
    record Done(Change change, @Nullable String error) {}

    /**
     * @param before the key as it was before its ownership was taken
     * @param after the key as a later observation found it; null if there is nothing to observe, because these changes
     *     deleted the key or because restoring failed
     * @param error null if the descriptor is equivalent to {@code before} again, or if the key was deleted as planned;
     *     else the short .NET exception name, or {@code different}
     */
    record Restored(
            RegistryView view,
            RegistryPath path,
            String before,
            @Nullable String after,
            @Nullable String error) {

        public Location location() {
            return new Location(view, path);
        }
    }
}
