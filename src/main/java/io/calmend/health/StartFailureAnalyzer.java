package io.calmend.health;

import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Describes in a few lines, from the cause outwards, each start failure that no other analyzer explains, in place of a
 * stack trace. Boot calls analyzers of the same order in the order of the class path, so this one calls the others
 * itself.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class StartFailureAnalyzer implements FailureAnalyzer {

    private static final int DEEPEST = 30;
    private static final int MOST_SENTENCES = 3;
    private static final int LONGEST = 400;

    private final BeanFactory beans;
    private final Environment environment;

    StartFailureAnalyzer(BeanFactory beans, Environment environment) {
        this.beans = beans;
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        return others().stream()
                .map(other -> other.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> inAFewLines(failure));
    }

    private List<FailureAnalyzer> others() {
        // an analyzer whose classes are missing cannot be loaded, and has nothing to explain
        return SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(BeanFactory.class, beans).and(Environment.class, environment),
                        (_, _, _) -> {})
                .stream()
                .filter(other -> !(other instanceof StartFailureAnalyzer))
                .toList();
    }

    private static FailureAnalysis inAFewLines(Throwable failure) {
        var said = new LinkedHashSet<String>();
        var depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            said.add(cause.getClass().getSimpleName() + ": " + firstLine(cause).orElse("no message"));
        }
        var innermostFirst = said.stream().toList().reversed();
        return new FailureAnalysis(
                String.join("\n", innermostFirst.subList(0, Math.min(MOST_SENTENCES, innermostFirst.size()))),
                "If no setting explains this, start again with --debug, which prints where it happened, and report the output.",
                failure);
    }

    private static Optional<String> firstLine(Throwable cause) {
        return Optional.ofNullable(cause.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .map(line -> Texts.cut(Visible.of(line), LONGEST));
    }
}
