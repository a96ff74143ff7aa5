package io.calmend.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.server.VaadinSession;
import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.diagnosis.Diagnoses;
import io.calmend.directory.Directory;
import io.calmend.execution.ExecutionRequest;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.execution.Plan;
import io.calmend.operation.Arguments;
import io.calmend.signin.SignedIn;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Role;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** That a slow directory holds up nobody's session: the whole portal, each screen of the helpdesk, every question to the directory. */
@SpringBootTest(
        classes = {CalmendApplication.class, DirectoryOffTheSessionLockTest.Watched.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = Databases.H2.class)
@ViewPackages(packages = "io.calmend.ui")
@DirtiesContext
class DirectoryOffTheSessionLockTest extends SpringBrowserlessTest {

    private static final SimulatedNetwork NETWORK =
            SimulatedNetwork.start(Path.of("target", "session-lock-network").toAbsolutePath(), Clock.systemUTC());
    private static final OperationKey EXPORT = new OperationKey("CL-EXPORT");
    private static final OperationKey CLEAR = new OperationKey("CL-STORE");
    private static final HostName PC = new HostName("pc-0421");
    private static final Actor ALICE = new Actor("S-1-5-21-1-2-3-1", "alice", "Alice");

    /** The session of the page that is open; nobody's while there is none. */
    private static volatile @Nullable VaadinSession session;

    private static final List<String> UNDER_THE_LOCK = new CopyOnWriteArrayList<>();
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static volatile CountDownLatch answers = new CountDownLatch(0);

    @Autowired
    Directory directory;

    @Autowired
    Diagnoses diagnoses;

    @Autowired
    Executions executions;

    private Actor alice = ALICE;

    @DynamicPropertySource
    static void network(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Watched {

        @Bean
        static BeanPostProcessor watchedDirectory() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof Directory ? watched(bean) : bean;
                }
            };
        }

        private static Object watched(Object directory) {
            return Proxy.newProxyInstance(
                    Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, (_, method, arguments) -> {
                        var open = session;
                        ASKED.incrementAndGet();
                        if (open != null && open.hasLock()) {
                            UNDER_THE_LOCK.add(method.getName());
                        }
                        // a page that asks under the lock would keep this test's own thread from ever going on
                        answers.await(5, TimeUnit.SECONDS);
                        try {
                            return method.invoke(directory, arguments);
                        } catch (InvocationTargetException failed) {
                            throw failed.getCause();
                        }
                    });
        }
    }

    @BeforeEach
    @Override
    protected void initVaadinEnvironment() {
        NETWORK.reset();
        alice = ((Directory.PersonLookup.Found) directory.person("alice")).person();
        SignedIn.as(alice, Role.HELPDESK);
        super.initVaadinEnvironment();
        session = VaadinSession.getCurrent();
    }

    @AfterEach
    void leave() {
        answers.countDown();
        session = null;
        UNDER_THE_LOCK.clear();
        SignedIn.nobody();
    }

    @AfterAll
    static void stop() {
        NETWORK.close();
    }

    private String shown() {
        return getCurrentView().getElement().getTextRecursively();
    }

    private void until(String words) {
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            VaadinSession.getCurrent().getService().runPendingAccessTasks(VaadinSession.getCurrent());
            assertThat(shown()).contains(words);
        });
    }

    /** Opens {@code address} and waits until {@code words} are there, which somebody was asked about. */
    private void open(String address, String words) {
        open(address, QueryParameters.empty(), words);
    }

    private void open(String address, QueryParameters query, String words) {
        // this thread holds the lock all the time, also where it only prepares
        UNDER_THE_LOCK.clear();
        ASKED.set(0);
        UI.getCurrent().navigate(address, query);
        until(words);
        assertThat(ASKED).as(address).hasPositiveValue();
        assertThat(UNDER_THE_LOCK).as(address).isEmpty();
    }

    private DiagnosisId checked(HostName host) {
        return ((Diagnoses.CheckDecision.Made) diagnoses.diagnose(alice, host, null, _ -> {}))
                .diagnosis()
                .id();
    }

    private Plan planned(OperationKey operation, HostName host) {
        return ((PlanDecision.Planned) executions.plan(alice, operation, host, null, Arguments.NONE)).plan();
    }

    private ExecutionId ended(OperationKey operation) {
        var plan = planned(operation, PC);
        var decision =
                executions.start(new ExecutionRequest(alice, plan.id(), plan.digest(), "cannot connect", "INC-4711"));
        var run = ((StartDecision.Started) decision).execution();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> executions.find(alice, run).orElseThrow().state().ended());
        return run;
    }

    @Test
    void firstPage() {
        checked(new HostName("pc-0422"));
        UI.getCurrent().navigate("run/4711");
        until("There is no such run");
        open("", "Happening now");
    }

    @ParameterizedTest
    @CsvSource({
        "overview,In Active Directory",
        "history,Alice",
        "backups,Restore",
        "permissions,Rules for this computer"
    })
    void computer(String tab, String words) {
        checked(PC);
        ended(EXPORT);
        open("host/pc-0421", QueryParameters.of("tab", tab), words);
    }

    @Test
    void check() {
        open("case/pc-0421", "Check again");
    }

    @Test
    void checkOfBefore() {
        open("case/" + checked(PC).value(), "Check again");
    }

    @Test
    void planAndItsStart() {
        open("host/pc-0421/repair/CL-EXPORT", "Back up now");
        find(TextArea.class).single().setValue("cannot connect");
        find(TextField.class).all().stream()
                .filter(field -> field.getLabel().equals("Ticket"))
                .findFirst()
                .orElseThrow()
                .setValue("INC-4711");
        UNDER_THE_LOCK.clear();
        ASKED.set(0);
        test(find(Button.class).withText("Back up now").single()).click();
        until("Backup taken");
        assertThat(ASKED).as("start").hasPositiveValue();
        assertThat(UNDER_THE_LOCK).as("start").isEmpty();
    }

    @Test
    void planOfBefore() {
        open("plan/" + planned(EXPORT, new HostName("pc-0423")).id().value(), "Back up now");
    }

    @Test
    void runAndItsUndo() {
        var run = ended(CLEAR);
        open("run/" + run.value(), "Undo this repair");
        open("run/" + run.value() + "/undo", "Undo now");
    }

    @Test
    void whoeverWaitsForTheDirectoryReadsThatAndMayGoOn() {
        checked(PC);
        UNDER_THE_LOCK.clear();
        answers = new CountDownLatch(1);
        UI.getCurrent().navigate("host/pc-0421");
        roundTrip();
        assertThat(shown()).contains("Loading…").doesNotContain("In Active Directory");

        UI.getCurrent().navigate("run/4711");
        answers.countDown();
        until("There is no such run");
        assertThat(UNDER_THE_LOCK).isEmpty();
    }
}
