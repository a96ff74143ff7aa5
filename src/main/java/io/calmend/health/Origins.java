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

/** Finds where a setting was written, described for an administrator: {@code config/application.yaml, line 12}. */
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
            // Spring does not treat a relative path, such as Boot's config/, as a java.io.File
            if (!(resource instanceof ClassPathResource)
                    && "file".equals(resource.getURL().getProtocol())) {
                return resource.getURL().getPath();
            }
        } catch (IOException _) {
            // falls back to the resource's description
        }
        return resource.getDescription();
    }

    /** Where {@code name} itself or the first setting below it was written; empty if nowhere. */
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

    /** The longest setting name that {@code sentence} begins with; empty if it begins with none. */
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
