package io.calmend.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.core.env.Environment;
import org.springframework.validation.FieldError;

/**
 * Reports which setting cannot be read, where it is written and what was expected. Boot's own analysis names no file
 * and repeats every value, even a password in plain text.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnreadableSettingAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final Pattern SECRET = Pattern.compile("password|secret|credential|token|key");
    private static final int LONGEST_VALUE = 100;

    private final Environment environment;

    UnreadableSettingAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable failure, BindException outermost) {
        return new FailureAnalysis(sentence(outermost), UnusableSettingAnalyzer.ACTION, failure);
    }

    /** One sentence for each wrong setting. */
    private String sentence(BindException outermost) {
        var causes = new ArrayList<Throwable>();
        for (Throwable cause = outermost; cause != null && causes.size() < 20; cause = cause.getCause()) {
            causes.add(cause);
        }
        for (var cause : causes) {
            if (cause instanceof BindValidationException invalid) {
                return invalid(invalid);
            }
        }
        var innermost = causes.getLast();
        var bind = causes.reversed().stream()
                .filter(BindException.class::isInstance)
                .map(BindException.class::cast)
                .findFirst()
                .orElse(outermost);
        var ownWords = innermost instanceof IllegalArgumentException && wroteIt(innermost);
        if (ownWords && Origins.settingIn(message(innermost)).isPresent()) {
            var said = message(innermost);
            return said + at(Origins.settingIn(said).orElseThrow());
        }
        var value = valueOf(bind);
        return bind.getName() + ": "
                + (ownWords
                        ? message(innermost)
                        : value == null ? "it cannot be read" : value + " is no " + kind(causes, bind))
                + at(bind.getName());
    }

    private String invalid(BindValidationException invalid) {
        return invalid.getValidationErrors().getAllErrors().stream()
                .map(error -> {
                    var prefix = invalid.getValidationErrors().getName();
                    var name = error instanceof FieldError field ? prefix + "." + kebab(field.getField()) : prefix + "";
                    return name + " " + error.getDefaultMessage() + at(ConfigurationPropertyName.of(name));
                })
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private String at(ConfigurationPropertyName name) {
        var place = Origins.of(environment, name).map(Origins::describe).orElse("");
        return place.isEmpty() ? "" : " (" + place + ")";
    }

    /** Whether the message was written by this product: messages of Java and Spring repeat the value. */
    private static boolean wroteIt(Throwable cause) {
        var trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("io.calmend.");
    }

    private static @Nullable String valueOf(BindException bind) {
        var property = bind.getProperty();
        if (property == null || property.getValue() == null || isSecret(bind.getName())) {
            return null;
        }
        var text = property.getValue().toString();
        return "'" + (text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text) + "'";
    }

    private static boolean isSecret(ConfigurationPropertyName name) {
        return SECRET.matcher(name.toString().toLowerCase(Locale.ROOT)).find();
    }

    private static String kind(List<Throwable> causes, BindException bind) {
        for (var cause : causes) {
            if (cause instanceof ConversionFailedException failed) {
                return kind(failed.getTargetType().getType());
            }
            if (cause instanceof ConverterNotFoundException missing && missing.getTargetType() != null) {
                return kind(missing.getTargetType().getType());
            }
        }
        var type = bind.getTarget().getType().resolve();
        return type == null ? "value of the kind that is expected here" : kind(type);
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "value that it can have: "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "whole number";
            case "boolean", "Boolean" -> "true or false";
            case "Duration" -> "length of time such as 30s, 10m or 2h";
            case "DataSize" -> "size such as 512KB or 8MB";
            case "URI" -> "address";
            case "Path" -> "path";
            default -> "value of the kind that is expected here (" + type.getSimpleName() + ")";
        };
    }

    private static String kebab(String field) {
        return field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
