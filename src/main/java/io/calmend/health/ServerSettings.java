package io.calmend.health;

import com.zaxxer.hikari.HikariDataSource;
import io.calmend.vocabulary.Bounds;
import io.calmend.vocabulary.UnusableSettingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Checks those of Spring Boot's settings where a mistake would remove a protection: sessions that never time out, a
 * web server without limits, a new empty database in place of the intended one.
 */
final class ServerSettings {

    private static final ConfigurationPropertyName DATABASE = ConfigurationPropertyName.of("spring.datasource");
    private static final Set<String> OF_THE_DATABASE = propertiesOf(DataSourceProperties.class);
    private static final Set<String> OF_THE_POOL = propertiesOf(HikariDataSource.class);

    private final Environment environment;

    ServerSettings(Environment environment) {
        this.environment = environment;
    }

    void check(ServerProperties server) {
        check(
                "server.servlet.session.timeout",
                server.getServlet().getSession().getTimeout(),
                Duration.ofMinutes(1),
                Duration.ofHours(12));
        check("server.max-http-request-header-size", server.getMaxHttpRequestHeaderSize(), 4_096, 65_536);
    }

    void check(TomcatServerProperties tomcat) {
        check("server.tomcat.max-connections", tomcat.getMaxConnections(), 10, 20_000);
        check("server.tomcat.accept-count", tomcat.getAcceptCount(), 1, 10_000);
        check("server.tomcat.max-parameter-count", tomcat.getMaxParameterCount(), 10, 10_000);
        check(
                "server.tomcat.connection-timeout",
                tomcat.getConnectionTimeout(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(2));
        check(
                "server.tomcat.keep-alive-timeout",
                tomcat.getKeepAliveTimeout(),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5));
        check("server.tomcat.max-http-form-post-size", tomcat.getMaxHttpFormPostSize(), 1_024, 2_097_152);
        check("server.tomcat.max-swallow-size", tomcat.getMaxSwallowSize(), 0, 2_097_152);
    }

    /** The sentences never contain a password. */
    void check(DataSourceProperties database) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource settings) {
                settings.stream().filter(DATABASE::isAncestorOf).forEach(this::refuseUnknown);
            }
        }
        if (!database.determineUrl().toLowerCase(Locale.ROOT).startsWith("jdbc:h2:")) {
            return;
        }
        // H2 uses this account where none is configured
        refuseWithH2("username", value -> !value.equals("sa"));
        refuseWithH2("password", _ -> true);
    }

    private void refuseWithH2(String name, Predicate<String> meansAnother) {
        var setting = DATABASE.append(name);
        var value = environment.getProperty(setting.toString());
        if (value != null && !value.isEmpty() && meansAnother.test(value)) {
            throw new UnusableSettingException(setting + " is set" + at(setting)
                    + ", and spring.datasource.url names no server but H2, which would be a new and empty database:"
                    + " name PostgreSQL there (jdbc:postgresql://…), or remove the account.");
        }
    }

    private void refuseUnknown(ConfigurationPropertyName name) {
        var own = name.getElement(DATABASE.getNumberOfElements(), Form.UNIFORM);
        var known = own.equals("hikari")
                ? name.getNumberOfElements() == DATABASE.getNumberOfElements() + 1
                        || OF_THE_POOL.contains(name.getElement(DATABASE.getNumberOfElements() + 1, Form.UNIFORM))
                : OF_THE_DATABASE.contains(own);
        if (!known) {
            throw new UnusableSettingException(name + at(name)
                    + " is not a database setting. Correct or remove it: there are spring.datasource.url, username,"
                    + " password and hikari.*");
        }
    }

    private void check(String setting, @Nullable DataSize value, long least, long most) {
        if (value != null) {
            check(setting, value.toBytes(), least, most);
        }
    }

    private void check(String setting, long value, long least, long most) {
        refused(setting, () -> Bounds.check(setting, value, least, most));
    }

    private void check(String setting, @Nullable Duration value, Duration least, Duration most) {
        if (value != null) {
            refused(setting, () -> Bounds.check(setting, value, least, most));
        }
    }

    private void refused(String setting, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException beyond) {
            throw new UnusableSettingException(beyond.getMessage() + at(ConfigurationPropertyName.of(setting)), beyond);
        }
    }

    private String at(ConfigurationPropertyName setting) {
        var place = Origins.of(environment, setting).map(Origins::describe).orElse("");
        return place.isEmpty() ? "" : " (" + place + ")";
    }

    private static Set<String> propertiesOf(Class<?> type) {
        return Arrays.stream(BeanUtils.getPropertyDescriptors(type))
                .map(property -> property.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
