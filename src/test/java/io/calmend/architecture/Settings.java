package io.calmend.architecture;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The product's own settings, as its {@code @ConfigurationProperties} records declare them. */
public final class Settings {

    private Settings() {}

    /**
     * Property names in lower case with hyphens, {@code []} behind lists and {@code .*} behind maps of settings, each with its
     * default: empty, or {@code none} where there is none.
     */
    public static Map<String, String> all() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var found = new TreeMap<String, String>();
        for (var bean : scanner.findCandidateComponents("io.calmend")) {
            var type = load(bean.getBeanClassName());
            if (isOfATest(type)) {
                continue;
            }
            if (!type.isRecord()) {
                throw new IllegalStateException(type + " is no record");
            }
            describe(
                    AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class)
                            .prefix(),
                    type,
                    found);
        }
        return found;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean isOfATest(Class<?> type) {
        return type.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .endsWith("/test-classes/");
    }

    private static void describe(String prefix, Class<?> type, Map<String, String> to) {
        for (var component : type.getRecordComponents()) {
            var name = prefix + "." + kebab(component.getName());
            var element = elementType(component);
            if (element.isRecord() && isOwnSettings(element)) {
                var list = component.getType() != element;
                var map = Map.class.isAssignableFrom(component.getType());
                describe(map ? name + ".*" : list ? name + "[]" : name, element, to);
            } else {
                to.put(name, defaultOf(component));
            }
        }
    }

    private static boolean isOwnSettings(Class<?> type) {
        return type.getName().startsWith("io.calmend.")
                && !type.getPackageName().equals("io.calmend.vocabulary");
    }

    private static Class<?> elementType(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic) {
            var last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (last instanceof Class<?> element) {
                return element;
            }
        }
        return component.getType();
    }

    private static String defaultOf(RecordComponent component) {
        // the annotation stands on the parameter of the canonical constructor
        var components = component.getDeclaringRecord().getRecordComponents();
        var names = Arrays.stream(components).map(RecordComponent::getName).toList();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var given = component
                    .getDeclaringRecord()
                    .getDeclaredConstructor(types)
                    .getParameters()[names.indexOf(component.getName())]
                    .getAnnotation(DefaultValue.class);
            return given == null ? "none" : String.join(",", given.value());
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
