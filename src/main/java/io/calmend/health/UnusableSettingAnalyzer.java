package io.calmend.health;

import io.calmend.vocabulary.UnusableSettingException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Reports the sentence of a setting that cannot be used, without the beans that failed because of it. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnusableSettingAnalyzer extends AbstractFailureAnalyzer<UnusableSettingException> {

    static final String ACTION =
            "Correct it and start again. operations.md has every setting under Settings, and java -jar"
                    + " calmend.jar check tests them all.";

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnusableSettingException unusable) {
        return new FailureAnalysis(unusable.getMessage(), ACTION, failure);
    }
}
