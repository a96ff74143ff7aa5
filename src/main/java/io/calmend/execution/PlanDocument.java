package io.calmend.execution;

import io.calmend.registry.AccessGain;
import io.calmend.registry.Expectation;
import io.calmend.registry.KeyState;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryDifference;
import io.calmend.registry.RegistryJson;
import io.calmend.registry.RegistryState;
import io.calmend.registry.StoredFormat;
import io.calmend.registry.TreeTarget;
import io.calmend.vocabulary.BackupId;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import io.calmend.vocabulary.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan as it is stored: what the person reads and what the engine needs.
 *
 * @param observed what the observation found: the state that the change is bound to, and what the backup will hold
 * @param expected what an observation should find afterwards
 * @param commands how many command lines the changes fill
 * @param clockOffset what has to be added to the portal's clock to get the host's
 */
record PlanDocument(
        OperationKey operation,
        int operationVersion,
        UUID hostId,
        String hostName,
        @Nullable CaseId caseId,
        @Nullable BackupId backup,
        @Nullable ExecutionId undoOf,
        List<ObservedTree> observed,
        List<RegistryChange> changes,
        List<ObservedTree> expected,
        List<RegistryDifference> differences,
        List<RegistryDifference> drift,
        List<AccessGain> gains,
        int commands,
        Instant observationStartedAt,
        Instant observedAt,
        Duration clockOffset,
        Instant validUntil,
        String allowedBy) {

    PlanDocument {
        observed = List.copyOf(observed);
        changes = List.copyOf(changes);
        expected = List.copyOf(expected);
        differences = List.copyOf(differences);
        drift = List.copyOf(drift);
        gains = List.copyOf(gains);
    }

    /**
     * What the digest leaves out, by format: when and for whom it was planned, so that the same plan has the same digest. It covers
     * all that decides what happens on the host, what comes back if that does not hold, and what the person reads.
     */
    private static final List<Set<String>> UNBOUND = List.of(
            Set.of("caseId", "commands", "lookStartedAt", "seenAt", "clockOffset", "validUntil", "allowedBy"),
            Set.of(
                    "caseId",
                    "commands",
                    "observationStartedAt",
                    "observedAt",
                    "clockOffset",
                    "validUntil",
                    "allowedBy"));

    /** SHA-256, lower-case hexadecimal. */
    String digest() {
        return digest(Documents.PLAN.write(this));
    }

    /**
     * The digest of the plan that is stored as {@code document}, in whatever format that is: it was shown, confirmed and logged.
     *
     * @throws IllegalStateException if it is no plan
     */
    static String digest(String document) {
        try {
            var bound = (ObjectNode) RegistryJson.MAPPER.readTree(document);
            var format = Documents.PLAN.format(document);
            if (bound.path(StoredFormat.NUMBER).asInt(1) != format) {
                throw new IllegalStateException("a plan that hides its format");
            }
            if (format == 1) {
                // the first plans had none
                bound.remove(StoredFormat.NUMBER);
            }
            bound.remove(UNBOUND.get(format - 1));
            return Sha256.hex(RegistryJson.MAPPER.writeValueAsString(bound));
        } catch (JacksonException | ClassCastException broken) {
            throw new IllegalStateException("a plan that is stored cannot be read", broken);
        }
    }

    RegistryState saved() {
        return new RegistryState(observed);
    }

    RegistryState target() {
        return new RegistryState(expected);
    }

    List<TreeTarget> targets() {
        return observed.stream().map(ObservedTree::target).toList();
    }

    /** What the host must still find when the first command arrives. */
    List<Expectation> expectations() {
        return expectations(observed);
    }

    /** For a command that goes out from what an observation {@code found}. */
    static List<Expectation> expectations(List<ObservedTree> found) {
        return found.stream()
                .map(tree -> new Expectation(tree.target(), tree.digest()))
                .toList();
    }

    boolean onlySaves() {
        return changes.isEmpty();
    }

    int keysSaved() {
        return observed.stream().mapToInt(tree -> keys(tree.tree())).sum();
    }

    int valuesSaved() {
        return observed.stream().mapToInt(tree -> values(tree.tree())).sum();
    }

    Plan shown(PlanId id, String digest) {
        return new Plan(
                id,
                digest,
                operation,
                operationVersion,
                hostId,
                hostName,
                caseId,
                backup,
                undoOf,
                differences,
                drift,
                gains,
                changes,
                commands,
                keysSaved(),
                valuesSaved(),
                observedAt,
                validUntil,
                allowedBy);
    }

    private static int keys(KeyState key) {
        return switch (key) {
            case KeyState.Present present ->
                1 + present.keys().stream().mapToInt(PlanDocument::keys).sum();
            case KeyState.Absent _, KeyState.Unreadable _ -> 0;
        };
    }

    private static int values(KeyState key) {
        return switch (key) {
            case KeyState.Present present ->
                present.values().size()
                        + present.keys().stream().mapToInt(PlanDocument::values).sum();
            case KeyState.Absent _, KeyState.Unreadable _ -> 0;
        };
    }
}
