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
 * @param ribbon a text on every screen that marks a test installation; empty for none
 * @param freshFor how long a diagnosis may be used for a repair; an older one asks for a new check; 1 minute to 1 day
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
