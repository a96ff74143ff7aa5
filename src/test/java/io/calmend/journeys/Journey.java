package io.calmend.journeys;

import com.vaadin.browserless.SecuredBrowserlessApplicationContext;
import com.vaadin.browserless.SpringBrowserlessApplicationContext;
import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.host.FacetState;
import io.calmend.host.WindowsService;
import io.calmend.simulator.HostControl;
import io.calmend.simulator.SimulatedDirectory;
import io.calmend.simulator.SimulatedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What people read on one view while the services behind it are slow, have nothing, fail, or have everything. The portal is
 * the delivered one with its database, in front of a simulated network and directory; all journeys share it, since it takes
 * long to start.
 */
@SpringBootTest(classes = CalmendApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = Databases.H2.class)
abstract class Journey {

    private static final SimulatedNetwork NETWORK = network();
    private static final HeldLine DIRECTORY = line(NETWORK.directory().port());
    private static SecuredBrowserlessApplicationContext<Authentication> browsers;

    private final List<Visitor> visitors = new ArrayList<>();
    private PortalDatabase database;

    @Autowired
    ApplicationContext portal;

    private static SimulatedNetwork network() {
        try {
            return SimulatedNetwork.start(Files.createTempDirectory("journeys"), Clock.systemUTC());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static HeldLine line(int port) {
        try {
            return new HeldLine(port);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @DynamicPropertySource
    static void network(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
        properties.add(
                "calmend.directory.urls",
                () -> NETWORK.settings()
                        .get("calmend.directory.urls")
                        .replace(":" + NETWORK.directory().port(), ":" + DIRECTORY.entrance()));
        // an outcome that is not known is found out while the test still looks
        properties.add("calmend.execution.change-deadline", () -> "5s");
        properties.add("calmend.execution.tick", () -> "500ms");
        // no page offers these yet, so nobody in the demo has them
        var rule = "calmend.delegation.rules[3].";
        properties.add(rule + "name", () -> "Operations on services of session hosts");
        properties.add(rule + "group", () -> SimulatedDirectory.groupDn("Ops, EMEA (T1) #1"));
        properties.add(rule + "operations", () -> "SH-SVC,SH-SVC-START,SH-SVC-STOP");
        properties.add(rule + "organisational-unit", () -> "OU=Session Hosts," + SimulatedDirectory.BASE);
        // a directory that is held answers late, and has not failed
        properties.add("calmend.directory.read-timeout", () -> "1m");
    }

    @BeforeEach
    void asAtTheStart() throws SQLException {
        NETWORK.reset();
        database = new PortalDatabase(portal.getBean(DataSource.class));
    }

    @AfterEach
    void letGo() throws SQLException {
        database.close();
        DIRECTORY.release();
        NETWORK.hostNames().forEach(name -> NETWORK.host(name).clearFaults());
        visitors.forEach(Visitor::close);
    }

    final Visitor signIn(String account) {
        var person = portal.getBean(AuthenticationManager.class)
                .authenticate(
                        UsernamePasswordAuthenticationToken.unauthenticated(account, SimulatedDirectory.PASSWORD));
        return arrive(person);
    }

    /** Somebody whom the portal does not know. */
    final Visitor arriveUnknown() {
        return arrive(null);
    }

    private Visitor arrive(Authentication person) {
        if (browsers == null) {
            browsers = SpringBrowserlessApplicationContext.createSecured(portal, "io.calmend");
        }
        var visitor = new Visitor(() -> {
            var user = browsers.newUser(person);
            if (person != null) {
                // where the portal keeps it: for what other threads do with the page
                user.getSession()
                        .getSession()
                        .setAttribute(
                                HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY,
                                new SecurityContextImpl(person));
            }
            return user;
        });
        visitors.add(visitor);
        return visitor;
    }

    final OtherParts besideThePortal() {
        return new OtherParts(portal);
    }

    final HeldLine directoryLine() {
        return DIRECTORY;
    }

    final PortalDatabase database() {
        return database;
    }

    final SimulatedDirectory directory() {
        return NETWORK.directory();
    }

    final void runServices(String host, Map<WindowsService, FacetState.ServiceRun> services) {
        NETWORK.runServices(host, services);
    }

    final HostControl host(String name) {
        return NETWORK.host(name);
    }
}
