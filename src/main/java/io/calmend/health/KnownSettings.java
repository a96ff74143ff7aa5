package io.calmend.health;

import io.calmend.vocabulary.UnusableSettingException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * Stops the start if a setting below {@code calmend} does not exist: otherwise a mistyped limit, group or end date
 * would have no effect, and nobody would notice. An environment variable or system property that looks like an unknown
 * setting only causes a warning, since it may be something else, such as a secret.
 */
@Component
public final class KnownSettings implements BeanFactoryPostProcessor, EnvironmentAware {

    private static final Logger LOG = LoggerFactory.getLogger(KnownSettings.class);
    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("calmend");
    private static final String OUR_PACKAGES = "io.calmend.";

    private static final String WHERE_TO_LOOK = "See Settings in operations.md for those that exist.";

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment given) {
        environment = given;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        var records = new ArrayList<Class<?>>();
        for (var name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            var type = beans.getType(name, false);
            if (type != null && isOurs(type)) {
                records.add(type);
            }
        }
        refuseOthers(records);
    }

    static boolean isOurs(@Nullable Class<?> type) {
        return type != null && type.isRecord() && type.getName().startsWith(OUR_PACKAGES);
    }

    private void refuseOthers(List<Class<?>> records) {
        var known = new ArrayList<String>();
        for (var record : records) {
            var annotation = record.getAnnotation(ConfigurationProperties.class);
            describe(annotation.prefix().isEmpty() ? annotation.value() : annotation.prefix(), record, known);
        }
        var written = anyOf(known, KnownSettings::asWritten);
        var variables = anyOf(known, KnownSettings::asVariable);
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (!(source instanceof IterableConfigurationPropertySource settings)) {
                continue;
            }
            var isOfTheSystem = isEnvironment(source.getUnderlyingSource());
            for (var name : settings) {
                if (!OURS.isAncestorOf(name)) {
                    if (!isOfTheSystem && isIndentedWrongly(name, written)) {
                        throw unusable(
                                source,
                                name,
                                " is in the wrong place: calmend starts at the left margin, with nothing before it. Move it.");
                    }
                    continue;
                }
                var property = source.getConfigurationProperty(name);
                if (isOfTheSystem) {
                    if (!variables.test(asVariable(name.toString()))) {
                        LOG.warn(
                                "{} is not a setting of Calmend ({}). {}",
                                name,
                                property == null ? "environment" : Origins.describe(property.getOrigin()),
                                WHERE_TO_LOOK);
                    }
                } else if (!written.test(asWritten(name.toString()))) {
                    throw unusable(
                            source, name, " is not a setting of Calmend. Correct or remove it. " + WHERE_TO_LOOK);
                }
            }
        }
    }

    /**
     * Whether a setting of ours is nested below another prefix, such as {@code spring.calmend.signin.plain-http},
     * where it has no effect.
     */
    private static boolean isIndentedWrongly(ConfigurationPropertyName name, Predicate<String> written) {
        for (var i = 1; i < name.getNumberOfElements() - 1; i++) {
            if (name.getElement(i, Form.UNIFORM).equals("calmend")
                    && written.test(asWritten(name.subName(i).toString()))) {
                return true;
            }
        }
        return false;
    }

    private static UnusableSettingException unusable(
            ConfigurationPropertySource source, ConfigurationPropertyName name, String sentence) {
        var property = source.getConfigurationProperty(name);
        var place = property == null ? "" : Origins.describe(property.getOrigin());
        return new UnusableSettingException(name + (place.isEmpty() ? "" : " (" + place + ")") + sentence);
    }

    private static boolean isEnvironment(@Nullable Object source) {
        return source instanceof SystemEnvironmentPropertySource
                || source instanceof PropertySource<?> properties
                        && properties.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
    }

    /** The name in one spelling, with every index in brackets replaced by the same one. */
    private static String asWritten(String name) {
        var uniform = ConfigurationPropertyName.isValid(name)
                ? parts(ConfigurationPropertyName.of(name))
                : name.replace("-", "").toLowerCase(Locale.ROOT);
        return uniform.replaceAll("\\[\\d+]", "[]");
    }

    private static String parts(ConfigurationPropertyName name) {
        var text = new StringBuilder();
        for (var i = 0; i < name.getNumberOfElements(); i++) {
            var part = name.getElement(i, Form.UNIFORM);
            text.append(name.isNumericIndex(i) ? "[" + part + "]" : i == 0 ? part : "." + part);
        }
        return text.toString();
    }

    private static String asVariable(String name) {
        return asWritten(name).replaceAll("[^a-z\\[\\]]|(?<=\\.)\\d+", "").replace("[]", "");
    }

    private static Predicate<String> anyOf(List<String> known, java.util.function.UnaryOperator<String> spelling) {
        return Pattern.compile(known.stream()
                        .map(spelling)
                        .map(one -> Pattern.quote(one) + "(\\[])?")
                        .collect(java.util.stream.Collectors.joining("|")))
                .asMatchPredicate();
    }

    /** Adds the names below {@code prefix}; one index stands for all elements of a list. */
    private static void describe(String prefix, Class<?> record, List<String> to) {
        for (var component : record.getRecordComponents()) {
            var name = prefix + "." + component.getName().toLowerCase(Locale.ROOT);
            var element = elementOf(component);
            if (element.isRecord() && isOwnSettings(element)) {
                describe(component.getType() == element ? name : name + "[0]", element, to);
            } else {
                to.add(name);
            }
        }
    }

    private static boolean isOwnSettings(Class<?> type) {
        return type.getName().startsWith(OUR_PACKAGES) && !type.getName().startsWith(OUR_PACKAGES + "vocabulary.");
    }

    private static Class<?> elementOf(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic
                && !Map.class.isAssignableFrom(component.getType())
                && generic.getActualTypeArguments()[0] instanceof Class<?> element) {
            return element;
        }
        return component.getType();
    }
}
