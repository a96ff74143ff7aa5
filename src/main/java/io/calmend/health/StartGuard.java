package io.calmend.health;

import io.calmend.database.DatabaseFile;
import io.calmend.vocabulary.UnusableSettingException;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Validates all settings before a database or port is opened, so that a wrong one is reported first; then opens one
 * connection to the database, because a failure of the pool would fill a hundred lines. It runs when the web server is
 * created, which is the first thing that a start does.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class StartGuard implements WebServerFactoryCustomizer<ConfigurableWebServerFactory> {

    private final ListableBeanFactory beans;
    private final ObjectProvider<DataSourceProperties> database;

    private final ObjectProvider<ServerProperties> server;
    private final ObjectProvider<TomcatServerProperties> tomcat;
    private final ServerSettings limits;

    StartGuard(
            ListableBeanFactory beans,
            ObjectProvider<DataSourceProperties> database,
            ObjectProvider<ServerProperties> server,
            ObjectProvider<TomcatServerProperties> tomcat,
            Environment environment) {
        this.beans = beans;
        this.database = database;
        this.server = server;
        this.tomcat = tomcat;
        this.limits = new ServerSettings(environment);
    }

    @Override
    public void customize(ConfigurableWebServerFactory made) {
        for (var name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            if (KnownSettings.isOurs(beans.getType(name, false))) {
                beans.getBean(name);
            }
        }
        server.ifAvailable(limits::check);
        tomcat.ifAvailable(limits::check);
        database.ifAvailable(limits::check);
        database.ifAvailable(StartGuard::reach);
    }

    private static void reach(DataSourceProperties settings) {
        var url = settings.determineUrl();
        var user = settings.determineUsername();
        DatabaseFile.protect(url);
        try (var connection = DriverManager.getConnection(url, user, settings.determinePassword())) {
            connection.getMetaData();
        } catch (SQLException failure) {
            throw new UnusableSettingException(DatabaseFailure.sentence(failure, url, user), failure);
        }
    }
}
