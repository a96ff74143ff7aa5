package io.calmend.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.audit.AuditSearch;
import io.calmend.database.OnH2;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.registry.MsLicensing;
import io.calmend.registry.ObservedTree;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import io.calmend.vocabulary.RegistryView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever can write the tables can write a row and the hash that fits it; what the log recorded decides. */
@OnH2
class ForgedRecordsTest extends ExecutionFixture {

    private static final OperationKey CLEAR = new OperationKey("CL-STORE");
    private static final String EVERYONE_MAY = "O:BAG:SYD:PAI(A;CI;KA;;;WD)";

    @Autowired
    JdbcClient database;

    @Test
    void planThatWasForgedWithItsDigestIsNotStarted() {
        var before = host.trees();
        var plan = plan(Guards.ALICE, CLEAR);
        forge(plan.id());

        var shown = executions.plan(Guards.ALICE, plan.id()).orElseThrow();
        assertRefusedAsAltered(start(Guards.ALICE, shown));
        untilNothingIsAtWork();
        assertThat(host.sent).isEmpty();
        assertHostIsAs(before);
        assertThat(search.find(Actor.PORTAL, AuditSearch.Filter.ALL, 0, 1).getFirst())
                .satisfies(entry -> {
                    assertThat(entry.kind()).isEqualTo("Refused");
                    assertThat(String.valueOf(entry.failure())).isEqualTo("PLAN_ALTERED");
                });
    }

    @Test
    void nothingOfAForgedPlanIsRolledBackByRecovery() {
        var plan = plan(Guards.ALICE, CLEAR);
        host.then(change -> host.obey(change, 1));
        host.thenObserveNothing(FailureReason.HOST_UNREACHABLE);
        var id = started(Guards.ALICE, plan);
        untilNothingIsAtWork();
        assertThat(host.sent).hasSize(1);
        var left = host.trees();
        forge(plan.id());
        forgeExecution(id, plan.id());

        pass(Duration.ofHours(1));
        sweep();
        assertHostIsAs(left);
        assertThat(host.sent).hasSize(1);
        var execution = find(id);
        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(String.valueOf(execution.failure())).isEqualTo("PLAN_ALTERED");
        assertHostFree();
    }

    @Test
    void runOfAForgedPlanIsNotUndone() {
        var plan = plan(Guards.ALICE, CLEAR);
        var id = started(Guards.ALICE, plan);
        untilNothingIsAtWork();
        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        forge(plan.id());
        forgeExecution(id, plan.id());

        assertThat(executions.planUndo(Guards.ALICE, id))
                .isInstanceOfSatisfying(
                        PlanDecision.Refused.class,
                        refused -> assertThat(refused.reason().name()).isEqualTo("PLAN_ALTERED"));
    }

    @Test
    void endedRunThatWasReopenedIsNotRolledBack() {
        var id = started(Guards.ALICE, plan(Guards.ALICE, CLEAR));
        untilNothingIsAtWork();
        assertThat(find(id).state()).isEqualTo(ExecutionState.SUCCEEDED);
        assertThat(host.sent).hasSize(1);
        host.meddle(new RegistryChange.SetValue(
                RegistryView.REGISTRY64, MsLicensing.ROOT, RegistryValue.text("new", "value")));
        var left = host.trees();
        reopen(id, left);

        pass(Duration.ofHours(1));
        sweep();
        assertHostIsAs(left);
        assertThat(host.sent).as("changes sent").hasSize(1);
        var execution = find(id);
        assertThat(execution.state()).isEqualTo(ExecutionState.NEEDS_ATTENTION);
        assertThat(String.valueOf(execution.failure())).isEqualTo("RUN_REOPENED");
        assertHostFree();
    }

    /** As if its last command had just been answered and left the host as it is, so that it would be rolled back. */
    private void reopen(ExecutionId id, List<ObservedTree> left) {
        var answer = new JournalEvent.Answered(
                1, null, "", List.of(), left.stream().map(ObservedTree::digest).toList());
        database.sql("insert into execution_event (execution_id, seq, at, kind, detail)"
                        + " select id, events + 1, started_at, :kind, :detail from execution where id = :id")
                .param("kind", JournalEvent.kind(answer))
                .param("detail", Documents.EVENT.write(answer))
                .param("id", id.value())
                .update();
        database.sql("update execution set state = 'OUTCOME_UNKNOWN', events = events + 1, ended_at = null,"
                        + " lease_until = null, next_observation_at = null, active_host = host_id where id = :id")
                .param("id", id.value())
                .update();
    }

    private static void assertRefusedAsAltered(StartDecision decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        StartDecision.Refused.class,
                        refused -> assertThat(refused.reason().name()).isEqualTo("PLAN_ALTERED"));
    }

    /** Other descriptors in all that was observed: what a backup would hold and what would be rolled back. */
    private void forge(PlanId id) {
        var row = reader.plan(id).orElseThrow();
        var document = row.document.replace(ModelHost.RIGHTS, EVERYONE_MAY);
        assertThat(document).isNotEqualTo(row.document);
        database.sql("update execution_plan set document = :document, digest = :digest where id = :id")
                .param("document", document)
                .param("digest", digest(document))
                .param("id", id.value())
                .update();
    }

    private void forgeExecution(ExecutionId id, PlanId plan) {
        database.sql("update execution set plan_digest = (select digest from execution_plan where id = :plan)"
                        + " where id = :id")
                .param("plan", plan.value())
                .param("id", id.value())
                .update();
    }

    private static String digest(String document) {
        return PlanDocument.digest(document);
    }
}
