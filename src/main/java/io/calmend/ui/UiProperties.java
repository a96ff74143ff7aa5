package io.calmend.ui;

import io.calmend.vocabulary.Bounds;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the screens.
 *
 * @param ribbon words that hang on every screen, for an installation that is not the real one; empty for none
 * @param freshFor how long the results of a diagnosis are good enough to repair by; older ones ask for a new check;
 *     1 minute to 1 day
 */
@Validated
@ConfigurationProperties("calmend.ui")
public record UiProperties(
        @NotNull @Size(max = 40) @DefaultValue("") String ribbon,

        @DefaultValue("10m") Duration freshFor) {

    public UiProperties {
        Bounds.check("calmend.ui.fresh-for", freshFor, Duration.ofMinutes(1), Duration.ofDays(1));
    }
}
