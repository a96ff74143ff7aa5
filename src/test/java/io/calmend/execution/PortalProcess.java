package io.calmend.execution;

import io.calmend.CalmendApplication;
import io.calmend.directory.Directory;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.operation.OperationCatalog;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole portal as a process of its own, steered by lines on its standard input instead of a browser: {@code run ACCOUNT
 * OPERATION HOST} plans and starts, {@code undo ACCOUNT NUMBER} likewise, {@code check ACCOUNT NUMBER} looks again. Each
 * answers with one line that begins with {@code >}.
 */
public final class PortalProcess {

    private PortalProcess() {}

    /** @param arguments as the portal's own */
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var context = SpringApplication.run(CalmendApplication.class, arguments);
        out.println("> ready");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            out.println("> " + answer(context, line.split(" ")));
        }
        context.close();
        out.println("> closed");
    }

    private static String answer(ConfigurableApplicationContext context, String[] words) {
        var executions = context.getBean(Executions.class);
        var actor = actor(context, words[1]);
        return switch (words[0]) {
            case "run" -> {
                var key = new OperationKey(words[2]);
                context.getBean(OperationCatalog.class).find(key).orElseThrow();
                yield start(executions, actor, executions.plan(actor, key, new HostName(words[3]), null, null));
            }
            case "undo" ->
                start(executions, actor, executions.planUndo(actor, new ExecutionId(Long.parseLong(words[2]))));
            case "check" ->
                executions
                        .checkAgain(actor, new ExecutionId(Long.parseLong(words[2])))
                        .map(Enum::name)
                        .orElse("LOOKED");
            default -> "unknown";
        };
    }

    private static String start(Executions executions, Actor actor, PlanDecision decision) {
        return switch (decision) {
            case PlanDecision.Refused refused -> "refused " + refused.reason() + " " + refused.where();
            case PlanDecision.Planned planned -> {
                var plan = planned.plan();
                yield switch (executions.start(
                        new ExecutionRequest(actor, plan.id(), plan.digest(), "user cannot connect", "INC-4711"))) {
                    case StartDecision.Started started ->
                        "started " + started.execution().value();
                    case StartDecision.Refused refused -> "refused " + refused.reason();
                };
            }
        };
    }

    private static Actor actor(ConfigurableApplicationContext context, String account) {
        return switch (context.getBean(Directory.class).person(account)) {
            case Directory.PersonLookup.Found found -> found.person();
            case Directory.PersonLookup.Refused refused ->
                throw new IllegalStateException(refused.reason().name());
        };
    }
}
