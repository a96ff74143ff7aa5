package io.calmend.audit;

import io.calmend.audit.AuditEvent.Change;
import io.calmend.audit.AuditEvent.Host;
import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns an event into the JSON of an entry, format 2:
 *
 * <pre>{"actor":{"account","name","sid"},"at","event":{…},"format":2,"kind","number","outcome","previous"}</pre>
 *
 * <p>{@code event} holds the event's own fields by name, without those that are null. {@code at} is UTC with six
 * digits for fractions of a second, {@code previous} the hash of the entry before. Format 1 differs only in the names
 * of a few kinds and reasons; entries in that format stay as they are and are shown under the present names.
 */
final class EntryFormat {

    static final int VERSION = 2;

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Map<String, String> FORMER = Map.of(
            "TrailVerified", "LogVerified",
            "TrailRead", "LogRead",
            "RightsExplained", "PermissionsExplained",
            "TRAIL_UNAVAILABLE", "AUDIT_LOG_UNAVAILABLE",
            "RIGHTS_NOT_RESTORED", "DESCRIPTOR_NOT_RESTORED");

    private EntryFormat() {}

    /** The present name of {@code name}, a kind or a reason. */
    static String today(String name) {
        return FORMER.getOrDefault(name, name);
    }

    static ObjectNode entry(long number, Instant at, String previous, AuditEvent event) {
        var entry = JsonNodeFactory.instance.objectNode();
        entry.put("format", VERSION);
        entry.put("number", number);
        entry.put("at", MICROSECONDS.format(at));
        entry.put("previous", previous);
        entry.put("kind", event.getClass().getSimpleName());
        entry.put("outcome", outcome(event).name());
        entry.set("actor", actor(event.actor()));
        entry.set("event", fields(event));
        return entry;
    }

    private static ObjectNode actor(Actor actor) {
        return new Fields()
                .with("sid", actor.sid())
                .with("account", actor.account())
                .with("name", actor.displayName())
                .node;
    }

    private static ObjectNode fields(AuditEvent event) {
        return switch (event) {
            case AuditEvent.SignedIn(var _, var address) -> new Fields().with("address", address).node;
            case AuditEvent.SignInRefused(var _, var account, var address, var cause) ->
                new Fields().with("account", account).with("address", address).with("cause", cause).node;
            case AuditEvent.SignedOut _ -> new Fields().node;
            case AuditEvent.Diagnosed diagnosed ->
                new Fields()
                        .with(diagnosed.host())
                        .with("diagnosis", diagnosed.diagnosis().value())
                        .with(diagnosed.caseId())
                        .with("finding", diagnosed.finding())
                        .with(diagnosed.failure())
                        .node;
            case AuditEvent.HostOpened(var _, var host) -> new Fields().with(host).node;
            case AuditEvent.Refused refused ->
                new Fields()
                        .with("asked", refused.asked())
                        .with("subject", refused.subject())
                        .with(refused.host())
                        .with(refused.operation())
                        .with(refused.reason())
                        .with("ticket", refused.ticket())
                        .node;
            case AuditEvent.RefusedMore(var _, var account, var address, var cause, var count, var since) ->
                new Fields()
                        .with("account", account)
                        .with("address", address)
                        .with("cause", cause)
                        .with("count", count)
                        .with("since", since)
                        .node;
            case AuditEvent.Planned planned ->
                new Fields()
                        .with(planned.host())
                        .with(planned.operation())
                        .with("undoOf", planned.undoOf())
                        .with("planDigest", planned.planDigest())
                        .with(planned.changes())
                        .node;
            case AuditEvent.Intended intended ->
                new Fields()
                        .with(intended.host())
                        .with("execution", intended.execution())
                        .with(intended.caseId())
                        .with(intended.operation())
                        .with("undoOf", intended.undoOf())
                        .with("planDigest", intended.planDigest())
                        .with("allowedBy", intended.allowedBy())
                        .with("reason", intended.reason())
                        .with("ticket", intended.ticket())
                        .with(intended.changes())
                        .node;
            case AuditEvent.BackupSaved saved ->
                new Fields()
                        .with(saved.host())
                        .with("execution", saved.execution())
                        .with("backup", saved.backup().value())
                        .with("sha256", saved.sha256())
                        .with("keys", isOfServices(saved) ? null : Long.valueOf(saved.keys()))
                        .with("values", isOfServices(saved) ? null : Long.valueOf(saved.values()))
                        .with("services", saved.services() == 0 ? null : Long.valueOf(saved.services()))
                        .node;
            case AuditEvent.ChangeSent(var _, var host, var execution, var command) ->
                new Fields().with(host).with("execution", execution).with("command", command).node;
            case AuditEvent.StepEnded(var _, var host, var execution, var step, var outcome, var detail) ->
                new Fields()
                        .with(host)
                        .with("execution", execution)
                        .with("step", step.name())
                        .with("outcome", outcome.name())
                        .with("detail", detail)
                        .node;
            case AuditEvent.Ended ended ->
                new Fields()
                        .with(ended.host())
                        .with("execution", ended.execution())
                        .with(ended.caseId())
                        .with(ended.operation())
                        .with("undoOf", ended.undoOf())
                        .with("state", ended.state().name())
                        .with(ended.reason())
                        .with("ticket", ended.ticket())
                        .with(ended.changes())
                        .node;
            case AuditEvent.TakenOver(var _, var host, var execution, var stateBefore) ->
                new Fields().with(host).with("execution", execution).with("stateBefore", stateBefore).node;
            case AuditEvent.Downloaded(var _, var what, var id, var host) ->
                new Fields().with("what", what).with("id", id).with(host).node;
            case AuditEvent.LogVerified(var _, var entries, var broken) ->
                new Fields().with("entries", entries).with("broken", broken).node;
            case AuditEvent.LogRead(var _, var filter) -> new Fields().with("filter", filter).node;
            case AuditEvent.PermissionsExplained(var _, var person, var host) ->
                new Fields().with("person", person).with("onHost", host).node;
            case AuditEvent.ChangesStopped(var _, var reason) -> new Fields().with("reason", reason).node;
            case AuditEvent.ChangesAllowed _ -> new Fields().node;
            case AuditEvent.AccountStopped(var _, var account, var host) ->
                new Fields().with("account", account).with(host).node;
            case AuditEvent.AccountReleased(var _, var account, var host) ->
                new Fields().with("account", account).with(host).node;
            case AuditEvent.RulesRead(var _, var rules, var sha256) ->
                new Fields().with("rules", rules).with("sha256", sha256).node;
        };
    }

    private static Outcome outcome(AuditEvent event) {
        return switch (event) {
            case AuditEvent.SignedIn _,
                    AuditEvent.BackupSaved _,
                    AuditEvent.Downloaded _,
                    AuditEvent.ChangesStopped _,
                    AuditEvent.ChangesAllowed _,
                    AuditEvent.AccountReleased _ -> Outcome.DONE;
            case AuditEvent.SignInRefused _, AuditEvent.Refused _, AuditEvent.RefusedMore _ -> Outcome.REFUSED;
            case AuditEvent.Diagnosed diagnosed -> diagnosed.failure() == null ? Outcome.DONE : Outcome.FAILED;
            case AuditEvent.StepEnded ended -> outcomeOf(ended.outcome());
            case AuditEvent.Ended ended -> outcomeOfEnd(ended);
            case AuditEvent.LogVerified verified -> verified.broken() == null ? Outcome.DONE : Outcome.FAILED;
            case AuditEvent.AccountStopped _ -> Outcome.FAILED;
            case AuditEvent.SignedOut _,
                    AuditEvent.HostOpened _,
                    AuditEvent.Planned _,
                    AuditEvent.Intended _,
                    AuditEvent.ChangeSent _,
                    AuditEvent.TakenOver _,
                    AuditEvent.LogRead _,
                    AuditEvent.PermissionsExplained _,
                    AuditEvent.RulesRead _ -> Outcome.NOTED;
        };
    }

    private static boolean isOfServices(AuditEvent.BackupSaved saved) {
        return saved.services() > 0 && saved.keys() == 0 && saved.values() == 0;
    }

    private static Outcome outcomeOf(AuditEvent.PhaseOutcome outcome) {
        return switch (outcome) {
            case DONE -> Outcome.DONE;
            case FAILED -> Outcome.FAILED;
            case UNKNOWN -> Outcome.UNKNOWN;
            case BEGUN -> Outcome.NOTED;
        };
    }

    private static Outcome outcomeOfEnd(AuditEvent.Ended ended) {
        return switch (ended.state()) {
            case SUCCEEDED -> Outcome.DONE;
            case NEEDS_ATTENTION -> ended.reason() == FailureReason.OUTCOME_UNKNOWN ? Outcome.UNKNOWN : Outcome.FAILED;
            case NOT_CHANGED, ROLLED_BACK -> Outcome.FAILED;
        };
    }

    /** Collects an event's fields, leaving out those that are null. */
    private static final class Fields {

        private final ObjectNode node = JsonNodeFactory.instance.objectNode();

        Fields with(String name, @Nullable String text) {
            if (text != null) {
                node.put(name, whole(text));
            }
            return this;
        }

        Fields with(String name, @Nullable Long number) {
            if (number != null) {
                node.put(name, number);
            }
            return this;
        }

        Fields with(String name, int number) {
            return with(name, Long.valueOf(number));
        }

        Fields with(String name, @Nullable ExecutionId execution) {
            return execution == null ? this : with(name, Long.valueOf(execution.value()));
        }

        Fields with(CaseId caseId) {
            return with("caseId", Long.valueOf(caseId.value()));
        }

        Fields with(@Nullable OperationKey operation) {
            return operation == null ? this : with("operation", operation.value());
        }

        Fields with(@Nullable FailureReason failure) {
            return failure == null ? this : with("failure", failure.name());
        }

        Fields with(@Nullable Host host) {
            if (host != null) {
                node.putObject("host").put("id", host.objectId().toString()).put("name", whole(host.name()));
            }
            return this;
        }

        Fields with(List<Change> changes) {
            var list = node.putArray("changes");
            for (var change : changes) {
                list.add(new Fields()
                        .with("where", change.where())
                        .with("before", change.before())
                        .with("after", change.after())
                        .node);
            }
            return this;
        }

        /**
         * Replaces lone surrogates, for which neither canonical JSON nor UTF-8 has a form. A host can send one, and
         * must not be able to keep an event out of the audit log that way.
         */
        private static String whole(String text) {
            if (text.codePoints()
                    .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                return text;
            }
            var whole = new StringBuilder(text.length());
            text.codePoints()
                    .map(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                    .forEach(whole::appendCodePoint);
            return whole.toString();
        }
    }
}
