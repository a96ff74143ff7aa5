package io.calmend.health;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** Where a setting was written, as an administrator finds it: {@code config/application.yaml, line 12}. */
final class Origins {

    private Origins() {}

    static String describe(@Nullable Origin origin) {
        if (origin instanceof PropertySourceOrigin wrapped && wrapped.getOrigin() != null) {
            return describe(wrapped.getOrigin());
        }
        if (origin instanceof TextResourceOrigin text) {
            var location = text.getLocation();
            var resource = text.getResource();
            return (resource == null ? "settings" : fileOf(resource))
                    + (location == null ? "" : ", line " + (location.getLine() + 1));
        }
        return origin == null ? "" : origin.toString();
    }

    static String fileOf(Resource resource) {
        try {
            // a relative one, as Boot's config/ is, is no java.io.File to Spring
            if (!(resource instanceof ClassPathResource)
                    && "file".equals(resource.getURL().getProtocol())) {
                return resource.getURL().getPath();
            }
        } catch (IOException _) {
            // then its description has to do
        }
        return resource.getDescription();
    }

    /** Where {@code name} itself was written, or the first setting below it; empty if nowhere. */
    static Optional<Origin> of(Environment environment, ConfigurationPropertyName name) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            var exact = source.getConfigurationProperty(name);
            if (exact != null && exact.getOrigin() != null) {
                return Optional.of(exact.getOrigin());
            }
        }
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource many) {
                for (var below : many) {
                    if (name.isAncestorOf(below)) {
                        var found = source.getConfigurationProperty(below);
                        if (found != null && found.getOrigin() != null) {
                            return Optional.of(found.getOrigin());
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The longest setting that {@code sentence} begins with; empty if it begins with none. */
    static Optional<ConfigurationPropertyName> settingIn(String sentence) {
        var end = 0;
        while (end < sentence.length() && isPartOfAName(sentence.charAt(end))) {
            end++;
        }
        var written = sentence.substring(0, end).replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
        return written.startsWith("calmend.") && ConfigurationPropertyName.isValid(written)
                ? Optional.of(ConfigurationPropertyName.of(written))
                : Optional.empty();
    }

    private static boolean isPartOfAName(char character) {
        return Character.isLetterOrDigit(character) || ".-[]".indexOf(character) >= 0;
    }
}
