package io.calmend.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.mock.env.MockEnvironment;

@DisabledOnOs(OS.WINDOWS)
class StartGuardTest {

    @TempDir
    private Path place;

    /** It is the first to open the database, so it makes the file where there is none. */
    @Test
    void databaseThatItOpensFirstIsItsOwnersAlone() throws IOException {
        var folder = place.resolve("data");
        var beans = new DefaultListableBeanFactory();
        var database = new DataSourceProperties();
        database.setUrl("jdbc:h2:file:" + folder.resolve("calmend"));
        beans.registerBeanDefinition("database", new RootBeanDefinition(DataSourceProperties.class, () -> database));

        new StartGuard(
                        beans,
                        beans.getBeanProvider(DataSourceProperties.class),
                        beans.getBeanProvider(ServerProperties.class),
                        beans.getBeanProvider(TomcatServerProperties.class),
                        new MockEnvironment().withProperty("spring.datasource.url", database.getUrl()))
                .customize(new TomcatServletWebServerFactory());

        assertThat(rights(folder)).isEqualTo("rwx------");
        assertThat(rights(folder.resolve("calmend.mv.db"))).isEqualTo("rw-------");
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
