package io.calmend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Every property of the product with its default. Who adds one adds it here and to {@code src/docs/operations.md}. */
class ConfigurationTest {

    /** As {@code name = default}; nothing behind the sign is an empty one, {@code none} is no value at all. */
    private static final Map<String, String> PROPERTIES = properties("""
            calmend.delegation.rules[].group =
            calmend.delegation.rules[].name =
            calmend.delegation.rules[].operations =
            calmend.delegation.rules[].organisational-unit =
            calmend.delegation.rules[].until = none
            calmend.diagnosis.largest-answer = 4MB
            calmend.directory.base =
            calmend.directory.connect-timeout = 5s
            calmend.directory.domain =
            calmend.directory.netbios-name =
            calmend.directory.password = none
            calmend.directory.read-timeout = 5s
            calmend.directory.urls =
            calmend.directory.user =
            calmend.signin.groups.administrator = none
            calmend.signin.groups.helpdesk = none
            calmend.signin.groups.manager = none
            calmend.signin.public-urls =
            calmend.signin.session.at-most = 10h
            calmend.signin.session.per-person = 5
            calmend.signin.session.read-again-every = 5m
            calmend.signin.throttle.tries = 3
            calmend.signin.throttle.tries-per-address = 30
            calmend.signin.throttle.within = 15m
            calmend.ui.fresh-for = 10m
            calmend.ui.ribbon =
            """);

    @Test
    void everyPropertyAndItsDefault() throws Exception {
        assertThat(found()).isEqualTo(PROPERTIES);
    }

    @Test
    void everyPropertyIsInTheManual() throws Exception {
        assertThat(Files.readString(Path.of("src/docs/operations.md")))
                .contains(
                        found().keySet().stream().map(name -> "`" + name + "`").toList());
    }

    private static Map<String, String> found() throws Exception {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var found = new TreeMap<String, String>();
        for (var bean : scanner.findCandidateComponents("io.calmend")) {
            var type = Class.forName(bean.getBeanClassName());
            if (type.getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath()
                    .endsWith("/test-classes/")) {
                continue;
            }
            assertThat(type.isRecord()).as(type.getName()).isTrue();
            var prefix = AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class)
                    .prefix();
            assertThat(prefix).startsWith("calmend.");
            describe(prefix, type, found);
        }
        return found;
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
        var constructor = Arrays.stream(component.getDeclaringRecord().getDeclaredConstructors())
                .filter(one -> one.getParameterCount()
                        == component.getDeclaringRecord().getRecordComponents().length)
                .findFirst()
                .orElseThrow();
        var index = Arrays.stream(component.getDeclaringRecord().getRecordComponents())
                .map(RecordComponent::getName)
                .toList()
                .indexOf(component.getName());
        var given = constructor.getParameters()[index].getAnnotation(DefaultValue.class);
        return given == null ? "none" : String.join(",", given.value());
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> properties(String lines) {
        var properties = new TreeMap<String, String>();
        lines.lines().forEach(line -> {
            var sign = line.indexOf(" =");
            properties.put(line.substring(0, sign), line.substring(sign + 2).strip());
        });
        return properties;
    }
}
