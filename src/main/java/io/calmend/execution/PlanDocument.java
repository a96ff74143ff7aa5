package io.calmend.execution;

import io.calmend.host.Change;
import io.calmend.host.Difference;
import io.calmend.host.Facet;
import io.calmend.host.Fact;
import io.calmend.host.HostJson;
import io.calmend.host.HostState;
import io.calmend.host.StoredFormat;
import io.calmend.operation.Arguments;
import io.calmend.operation.Compilation;
import io.calmend.operation.Restoration;
import io.calmend.registry.AccessGain;
import io.calmend.remote.Observation;
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
 * @param act what is to be done that is no change, or null
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
        Arguments arguments,
        @Nullable ExecutionId undoOf,
        HostState observed,
        List<Change> changes,
        @Nullable PlannedAction act,
        HostState expected,
        List<Difference> differences,
        List<Difference> drift,
        List<AccessGain> gains,
        int commands,
        Instant observationStartedAt,
        Instant observedAt,
        Duration clockOffset,
        Instant validUntil,
        String allowedBy) {

    PlanDocument {
        changes = List.copyOf(changes);
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
                    "allowedBy"),
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
            var bound = (ObjectNode) HostJson.MAPPER.readTree(document);
            var format = Documents.PLAN.format(document);
            if (bound.path(StoredFormat.NUMBER).asInt(1) != format) {
                throw new IllegalStateException("a plan that hides its format");
            }
            if (format == 1) {
                // the first plans had none
                bound.remove(StoredFormat.NUMBER);
            }
            bound.remove(UNBOUND.get(format - 1));
            return Sha256.hex(HostJson.MAPPER.writeValueAsString(bound));
        } catch (JacksonException | ClassCastException broken) {
            throw new IllegalStateException("a plan that is stored cannot be read", broken);
        }
    }

    List<Facet> facets() {
        return observed.facets();
    }

    /** What has to be looked at to tell how the plan was carried out. */
    Observation observation() {
        List<Fact> facts = act == null ? List.of() : List.of(act.planned().fact());
        return new Observation(facets(), facts, false);
    }

    /** What leads from {@code present} to what was saved; empty if nothing does. */
    List<Change> restorationFrom(HostState present) {
        return switch (Restoration.compile(present, observed)) {
            case Compilation.Changes changes -> changes.changes();
            case Compilation.Acts _, Compilation.NothingToDo _, Compilation.Impossible _ -> List.of();
        };
    }

    boolean onlySaves() {
        return changes.isEmpty() && act == null;
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
                arguments,
                undoOf,
                differences,
                drift,
                gains,
                changes,
                act,
                commands,
                observed.size(),
                observedAt,
                validUntil,
                allowedBy);
    }
}
