package io.calmend.execution;

import io.calmend.CalmendApplication;
import io.calmend.audit.AuditSearch;
import io.calmend.backup.Backups;
import io.calmend.directory.Directory;
import io.calmend.execution.Executions.Execution;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.operation.Arguments;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.PlanId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole portal as a process of its own, steered by lines on its standard input instead of a browser. Each answers with
 * one line that begins with {@code >}; it stops in order when the input ends.
 *
 * <ul>
 *   <li>{@code plan ACCOUNT OPERATION HOST} and {@code undo ACCOUNT EXECUTION}: {@code planned PLAN DIGEST}
 *   <li>{@code start ACCOUNT PLAN DIGEST}: {@code started EXECUTION}
 *   <li>{@code check ACCOUNT EXECUTION}: observes again; {@code observed} or why not
 *   <li>{@code state EXECUTION}: its state, reason, backup and whether undo is on offer
 *   <li>{@code auditLog}: {@code whole} or the first entry that does not fit
 * </ul>
 */
public final class PortalProcess {

    private final ConfigurableApplicationContext context;
    private final Executions executions;

    private PortalProcess(ConfigurableApplicationContext context) {
        this.context = context;
        this.executions = context.getBean(Executions.class);
    }

    /** @param arguments as the portal's own */
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var context = SpringApplication.run(CalmendApplication.class, arguments);
        var portal = new PortalProcess(context);
        out.println("> ready");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            out.println("> " + portal.answer(line.split(" ")));
        }
        context.close();
        out.println("> stopped");
    }

    private String answer(String[] words) {
        return switch (words[0]) {
            case "plan" ->
                planned(executions.plan(
                        actor(words[1]), new OperationKey(words[2]), new HostName(words[3]), null, Arguments.NONE));
            case "undo" -> planned(executions.planUndo(actor(words[1]), execution(words[2])));
            case "start" ->
                switch (executions.start(new ExecutionRequest(
                        actor(words[1]),
                        new PlanId(Long.parseLong(words[2])),
                        words[3],
                        "user cannot connect",
                        "INC-4711"))) {
                    case StartDecision.Started started ->
                        "started " + started.execution().value();
                    case StartDecision.Refused refused -> "refused " + refused.reason();
                };
            case "check" ->
                executions
                        .checkAgain(actor(words[1]), execution(words[2]))
                        .map(Enum::name)
                        .orElse("looked");
            case "state" ->
                executions
                        .find(Actor.PORTAL, execution(words[1]))
                        .map(this::described)
                        .orElse("unknown");
            case "auditLog" -> {
                var verification = context.getBean(AuditSearch.class).verify(Actor.PORTAL);
                yield verification.broken() == null ? "whole" : verification.broken() + " " + verification.flaw();
            }
            default -> "what is " + words[0] + "?";
        };
    }

    private static String planned(PlanDecision decision) {
        return switch (decision) {
            case PlanDecision.Planned planned ->
                "planned " + planned.plan().id().value() + " " + planned.plan().digest();
            case PlanDecision.Refused refused -> "refused " + refused.reason() + " " + refused.where();
        };
    }

    private String described(Execution execution) {
        var backup = execution.backup();
        var trees = backup == null
                ? "none"
                : "of " + context.getBean(Backups.class).state(backup).trees().size() + " trees";
        return execution.state() + " because " + execution.failure() + ", backup " + trees + ", undo "
                + (execution.undoableUntil() == null ? "not offered" : "offered");
    }

    private static ExecutionId execution(String number) {
        return new ExecutionId(Long.parseLong(number));
    }

    private Actor actor(String account) {
        return switch (context.getBean(Directory.class).person(account)) {
            case Directory.PersonLookup.Found found -> found.person();
            case Directory.PersonLookup.Refused refused ->
                throw new IllegalStateException(refused.reason().name());
        };
    }
}
