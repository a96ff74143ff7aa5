package io.calmend.authorisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calmend.CalmendApplication;
import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Filter;
import io.calmend.audit.AuditWitness;
import io.calmend.backup.Backups;
import io.calmend.cases.Cases;
import io.calmend.database.Databases;
import io.calmend.database.PortalLock;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.Delegations;
import io.calmend.diagnosis.Diagnoses;
import io.calmend.directory.Directory;
import io.calmend.directory.DirectoryContents;
import io.calmend.execution.ExecutionRequest;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.PlanDecision;
import io.calmend.execution.Executions.StartDecision;
import io.calmend.execution.Plan;
import io.calmend.health.HealthCheck;
import io.calmend.operation.Arguments;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.remote.ConnectionDoctor;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
import io.calmend.remote.PortalAccounts;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.SignedIn;
import io.calmend.simulator.Fault;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.simulator.When;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.CaseId;
import io.calmend.vocabulary.CurrentRoles;
import io.calmend.vocabulary.DiagnosisId;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.NotPermittedException;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.RegistryView;
import io.calmend.vocabulary.Role;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * That no service forgets to ask who may, on the whole portal. Every public method of every service is found by itself; each
 * either says by {@link AllowedTo} who may call it, or is driven here by somebody who may not, or stands among those that ask
 * nobody, with the reason. A method that stands nowhere fails.
 */
@SpringBootTest(classes = CalmendApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = Databases.H2.class)
@DirtiesContext
class AuthorisationTest {

    private static final SimulatedNetwork NETWORK =
            SimulatedNetwork.start(Path.of("target", "authorisation-network").toAbsolutePath(), Clock.systemUTC());
    private static final OperationKey EXPORT = new OperationKey("CL-EXPORT");
    private static final OperationKey CLEAR = new OperationKey("CL-STORE");
    private static final HostName PC = new HostName("pc-0421");

    @Autowired
    ApplicationContext portal;

    @Autowired
    AuditSearch search;

    @Autowired
    Executions executions;

    @Autowired
    Diagnoses diagnoses;

    @Autowired
    Backups backups;

    @Autowired
    ChangeSwitch changes;

    @Autowired
    PortalAccounts accounts;

    @Autowired
    Delegations delegations;

    @Autowired
    Directory directory;

    @Autowired
    JdbcClient database;

    private Actor bob;
    private static final Actor UNKNOWN = new Actor("S-1-5-21-1-2-3-9999", "gone", "Gone from the directory");

    private Actor nora;
    private Actor carol;
    private Actor mona;

    @DynamicPropertySource
    static void network(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    @BeforeEach
    void readPeople() {
        NETWORK.reset();
        bob = actor("bob");
        nora = actor("nora");
        carol = actor("carol");
        mona = actor("mona");
    }

    @AfterEach
    void leave() {
        SignedIn.nobody();
        NETWORK.host("pc-0421").release();
        NETWORK.directory().start();
        database.sql("delete from change_stop").update();
    }

    @AfterAll
    static void stop() {
        NETWORK.close();
    }

    private Actor actor(String account) {
        return ((Directory.PersonLookup.Found) directory.person(account)).person();
    }

    private Plan plan(OperationKey operation, HostName host) {
        var decision = executions.plan(bob, operation, host, null, Arguments.NONE);
        assertThat(decision).isInstanceOf(PlanDecision.Planned.class);
        return ((PlanDecision.Planned) decision).plan();
    }

    private ExecutionId started(Plan plan) {
        var decision = executions.start(
                new ExecutionRequest(bob, plan.id(), plan.digest(), "user cannot connect", "INC-4711"));
        assertThat(decision).isInstanceOf(StartDecision.Started.class);
        return ((StartDecision.Started) decision).execution();
    }

    private ExecutionId saved(HostName host) {
        var run = started(plan(EXPORT, host));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> executions.find(bob, run).orElseThrow().state().ended());
        return run;
    }

    private Diagnoses.Diagnosis checked(HostName host) {
        var outcome = diagnoses.diagnose(bob, host, null, _ -> {});
        assertThat(outcome).isInstanceOf(Diagnoses.CheckDecision.Made.class);
        return ((Diagnoses.CheckDecision.Made) outcome).diagnosis();
    }

    private List<AuditEntry> since(long number) {
        return search.find(Actor.PORTAL, Filter.ALL, 0, 100).stream()
                .filter(entry -> entry.number() > number)
                .toList();
    }

    private long newest() {
        return search.count(Actor.PORTAL, Filter.ALL);
    }

    // ---- every method of every service

    /** Public interfaces of modules that a bean of the portal implements. */
    private Set<Class<?>> services() {
        var services = new LinkedHashSet<Class<?>>();
        for (var bean : portal.getBeansOfType(Object.class, true, false).values()) {
            for (Class<?> one = AopUtils.getTargetClass(bean); one != null; one = one.getSuperclass()) {
                for (var service : one.getInterfaces()) {
                    if (service.getName().startsWith("io.calmend.")
                            && !service.getName().startsWith("io.calmend.ui.")
                            && !service.getName().startsWith("io.calmend.simulator.")
                            && Modifier.isPublic(service.getModifiers())) {
                        services.add(service);
                    }
                }
            }
        }
        return services;
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList();
    }

    private Map<String, Method> methods() {
        var methods = new TreeMap<String, Method>();
        for (var service : services()) {
            for (var method : service.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isSynthetic()) {
                    methods.put(name(method), method);
                }
            }
        }
        return methods;
    }

    /** What somebody does who may not. */
    private interface Attempt {
        void run() throws Exception;
    }

    /** Methods that decide by the host or the owner; each refusal is in the audit log. */
    private Map<String, Attempt> attempts() {
        var run = saved(new HostName("pc-0423"));
        var execution = executions.find(bob, run).orElseThrow();
        var backup = execution.backup();
        assertThat(backup).isNotNull();
        var plan = plan(EXPORT, new HostName("pc-0423"));
        var diagnosis = checked(PC);
        var host = execution.hostId();
        var attempts = new HashMap<String, Attempt>();
        attempts.put(
                "Diagnoses.diagnose[Actor, HostName, CaseId, Consumer]",
                () -> assertThat(diagnoses.diagnose(nora, PC, null, _ -> {}))
                        .isEqualTo(new Diagnoses.CheckDecision.Refused(FailureReason.NOT_PERMITTED)));
        attempts.put(
                "Diagnoses.open[Actor, HostName]",
                () -> assertThat(diagnoses.open(nora, PC)).isInstanceOf(Diagnoses.HostAccess.Closed.class));
        attempts.put(
                "Diagnoses.open[Actor, DiagnosisId]",
                () -> assertThat(diagnoses.open(nora, diagnosis.id()))
                        .isEqualTo(new Diagnoses.DiagnosisAccess.Closed("PC-0421", FailureReason.NOT_PERMITTED)));
        attempts.put(
                "Diagnoses.latest[Actor, UUID]",
                () -> assertThat(diagnoses.latest(nora, diagnosis.hostId())).isEmpty());
        attempts.put(
                "Diagnoses.ofHost[Actor, UUID]",
                () -> assertThat(diagnoses.ofHost(nora, diagnosis.hostId())).isEmpty());
        attempts.put(
                "Executions.plan[Actor, OperationKey, HostName, CaseId, Arguments]",
                () -> assertThat(executions.plan(nora, CLEAR, PC, null, Arguments.NONE))
                        .isEqualTo(new PlanDecision.Refused(FailureReason.NOT_PERMITTED, List.of())));
        attempts.put(
                "Executions.plan[Actor, PlanId]",
                () -> assertThat(executions.plan(nora, plan.id())).isEmpty());
        attempts.put(
                "Executions.planAgain[Actor, PlanId]",
                () -> assertThat(executions.planAgain(nora, plan.id())).isInstanceOf(PlanDecision.Refused.class));
        attempts.put(
                "Executions.planUndo[Actor, ExecutionId]",
                () -> assertThat(executions.planUndo(nora, run))
                        .isEqualTo(new PlanDecision.Refused(FailureReason.NOT_PERMITTED, List.of())));
        attempts.put(
                "Executions.start[ExecutionRequest]",
                () -> assertThat(executions.start(
                                new ExecutionRequest(nora, plan.id(), plan.digest(), "not mine", "INC-1")))
                        .isInstanceOf(StartDecision.Refused.class));
        attempts.put(
                "Executions.checkAgain[Actor, ExecutionId]",
                () -> assertThat(executions.checkAgain(nora, run)).contains(FailureReason.NOT_PERMITTED));
        attempts.put(
                "Executions.find[Actor, ExecutionId]",
                () -> assertThat(executions.find(nora, run)).isEmpty());
        attempts.put(
                "Executions.ofHost[Actor, UUID]",
                () -> assertThat(executions.ofHost(nora, host)).isEmpty());
        attempts.put(
                "Backups.ofHost[Actor, UUID]",
                () -> assertThat(backups.ofHost(nora, host)).isEmpty());
        attempts.put(
                "Backups.regFile[Actor, BackupId, RegistryView]",
                () -> assertThat(backups.regFile(nora, backup, RegistryView.REGISTRY64))
                        .isEqualTo(new Backups.Download.Refused(FailureReason.NOT_PERMITTED)));
        return attempts;
    }

    /** Methods that ask nobody, and why. */
    private static final Map<Class<?>, String> NOBODY_IS_ASKED = Map.ofEntries(
            Map.entry(AuditLog.class, "the writer: everything that happens is recorded, whoever did it"),
            Map.entry(
                    AuditWitness.class,
                    "says only whether the log holds a hash; held by backup and execution; ArchitectureTest"),
            Map.entry(PortalLock.class, "says whether this process alone works on the database; nothing of anybody"),
            Map.entry(Cases.class, "answers about a host that the calling service has asked for"),
            Map.entry(Directory.class, "what every account of the domain can read; screens of the helpdesk search it"),
            Map.entry(CurrentRoles.class, "is what is asked"),
            Map.entry(CurrentActor.class, "says who is signed in on this thread"),
            Map.entry(OperationCatalog.class, "the product's own list of operations; nothing of anybody"),
            Map.entry(Operation.class, "one of them; computes, knows nobody"),
            Map.entry(HostObserver.class, "held by execution and diagnosis alone, which have asked; ArchitectureTest"),
            Map.entry(HostChanger.class, "held by execution alone, which holds the permit; ArchitectureTest"),
            Map.entry(ConnectionDoctor.class, "called by diagnosis, which has asked, and by the command line"),
            Map.entry(
                    DirectoryContents.class,
                    "what every account of the domain can read; asked by checks of the settings"),
            Map.entry(HealthCheck.class, "called by Health, which has asked, and by the start and the command line"));

    private static final Map<String, String> NOTHING_IS_REFUSED = Map.ofEntries(
            Map.entry("ChangeSwitch.stopped[]", "everybody is told that changes are stopped"),
            Map.entry("ChangeSwitch.listen[Runnable]", "everybody is told that changes are stopped"),
            Map.entry("Delegations.decide[Actor, OperationKey, ManagedHost]", "is the decision"),
            Map.entry("Delegations.decideAll[Actor, Collection, ManagedHost]", "is the decision"),
            Map.entry("Delegations.visible[Actor, Collection]", "is the decision"),
            Map.entry("Delegations.maySee[Actor, UUID]", "is the decision"),
            Map.entry("Delegations.rulesOn[Actor, ManagedHost]", "leaves out what may not be seen"),
            Map.entry("Diagnoses.recentOf[Actor, int]", "the person's own, without what may not be seen any more"),
            Map.entry("Executions.recentOf[Actor, int]", "the person's own"),
            Map.entry("Executions.running[Actor]", "leaves out what may not be seen"),
            Map.entry("Executions.mayUndo[Actor, ExecutionId]", "is the decision, to show or hide a button"),
            Map.entry("Executions.listen[Consumer]", "tells numbers; what they are about is asked for with find"),
            Map.entry("Backups.save[ExecutionId, UUID, String, HostState]", "for execution, which holds the permit"),
            Map.entry("Backups.holds[BackupId, HostState]", "for execution, which holds the permit"),
            Map.entry("Backups.find[BackupId]", "for execution, which holds the permit; ArchitectureTest"),
            Map.entry("Backups.state[BackupId]", "for execution, which holds the permit; ArchitectureTest"));

    @TestFactory
    List<DynamicTest> everyMethodOfEveryServiceRefusesWhoMayNotAndSaysSoInTheAuditLog() {
        var attempts = attempts();
        var all = methods();
        assertThat(all.keySet()).as("methods that are there").containsAll(attempts.keySet());
        assertThat(all.keySet()).as("methods that are there").containsAll(NOTHING_IS_REFUSED.keySet());
        return all.entrySet().stream()
                .filter(method -> !NOBODY_IS_ASKED.containsKey(method.getValue().getDeclaringClass())
                        && !NOTHING_IS_REFUSED.containsKey(method.getKey()))
                .map(method -> DynamicTest.dynamicTest(method.getKey(), () -> {
                    var before = newest();
                    if (method.getValue().isAnnotationPresent(AllowedTo.class)) {
                        assertGuarded(method.getValue());
                    } else {
                        assertThat(attempts).as("nobody says who may call it").containsKey(method.getKey());
                        attempts.get(method.getKey()).run();
                    }
                    assertThat(since(before)).singleElement().satisfies(entry -> {
                        assertThat(entry.kind()).isEqualTo("Refused");
                        assertThat(entry.actorAccount()).isIn("nora", UNKNOWN.account());
                    });
                }))
                .toList();
    }

    private void assertGuarded(Method method) {
        var arguments = new Object[method.getParameterCount()];
        for (var i = 1; i < arguments.length; i++) {
            var type = method.getParameterTypes()[i];
            arguments[i] = type == int.class ? (Object) 1 : type == long.class ? 1L : null;
        }
        // one person's refusals are counted and no longer written beyond thirty a minute
        arguments[0] = UNKNOWN;
        var service = portal.getBean(method.getDeclaringClass());
        assertThatThrownBy(() -> {
                    try {
                        method.invoke(service, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                })
                .isInstanceOf(NotPermittedException.class);
    }

    /** So that the test above cannot pass because nothing was found. */
    @Test
    void theServicesAreFound() {
        assertThat(services())
                .contains(
                        AuditSearch.class,
                        ChangeSwitch.class,
                        PortalAccounts.class,
                        Executions.class,
                        Diagnoses.class,
                        Backups.class,
                        Delegations.class);
        var guarded = new TreeSet<String>();
        methods().forEach((name, method) -> {
            if (method.isAnnotationPresent(AllowedTo.class)) {
                guarded.add(method.getDeclaringClass().getSimpleName() + "." + method.getName());
            }
        });
        assertThat(guarded)
                .contains(
                        "AuditSearch.find",
                        "AuditSearch.verify",
                        "ChangeSwitch.allow",
                        "ChangeSwitch.stop",
                        "Delegations.explain",
                        "PortalAccounts.release",
                        "PortalAccounts.stopped");
    }

    // ---- who may, and what changes is in the audit log

    /** Methods that change something, on a host, in the portal or in what somebody has in hand: what they do, and its record. */
    private record Doing(Attempt attempt, String kind) {}

    private Map<String, Doing> doings() {
        var host = new HostName("pc-0423");
        var run = saved(host);
        var backup = executions.find(bob, run).orElseThrow().backup();
        assertThat(backup).isNotNull();
        var repaired = new ArrayList<ExecutionId>();
        var doings = new LinkedHashMap<String, Doing>();
        doings.put(
                "Diagnoses.diagnose[Actor, HostName, CaseId, Consumer]", new Doing(() -> checked(host), "Diagnosed"));
        doings.put(
                "Diagnoses.open[Actor, HostName]",
                new Doing(() -> diagnoses.open(bob, new HostName("pc-0428")), "HostOpened"));
        doings.put(
                "Executions.plan[Actor, OperationKey, HostName, CaseId, Arguments]",
                new Doing(() -> plan(EXPORT, host), "Planned"));
        doings.put(
                "Executions.planAgain[Actor, PlanId]",
                new Doing(() -> executions.planAgain(bob, plan(EXPORT, host).id()), "Planned"));
        doings.put(
                "Executions.start[ExecutionRequest]", new Doing(() -> repaired.add(ended(plan(CLEAR, host))), "Ended"));
        doings.put(
                "Executions.planUndo[Actor, ExecutionId]",
                new Doing(() -> executions.planUndo(bob, repaired.getFirst()), "Planned"));
        doings.put(
                "Backups.regFile[Actor, BackupId, RegistryView]",
                new Doing(() -> backups.regFile(bob, backup, RegistryView.REGISTRY64), "Downloaded"));
        doings.put(
                "Delegations.explain[Actor, String, HostName, Collection]",
                new Doing(() -> delegations.explain(carol, "nora", PC, List.of(CLEAR)), "PermissionsExplained"));
        doings.put(
                "ChangeSwitch.stop[Actor, String]", new Doing(() -> changes.stop(carol, "smells"), "ChangesStopped"));
        doings.put("ChangeSwitch.allow[Actor]", new Doing(() -> changes.allow(carol), "ChangesAllowed"));
        doings.put("PortalAccounts.release[Actor, Stopped]", new Doing(this::stopAndRelease, "AccountReleased"));
        return doings;
    }

    /** Methods that only show. Whoever may not is refused by them, with a record; whoever may leaves none. */
    private static final Set<String> ONLY_SHOWN = Set.of(
            "Diagnoses.open[Actor, DiagnosisId]",
            "Diagnoses.latest[Actor, UUID]",
            "Diagnoses.ofHost[Actor, UUID]",
            "Executions.plan[Actor, PlanId]",
            "Executions.find[Actor, ExecutionId]",
            "Executions.ofHost[Actor, UUID]",
            "Backups.ofHost[Actor, UUID]");

    private ExecutionId ended(Plan plan) {
        var run = started(plan);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> executions.find(bob, run).orElseThrow().state().ended());
        return run;
    }

    private void stopAndRelease() {
        NETWORK.host("pc-0436").inject(new Fault.WrongPassword(), When.always());
        diagnoses.diagnose(bob, new HostName("pc-0436"), null, _ -> {});
        NETWORK.host("pc-0436").clearFaults();
        accounts.release(carol, accounts.stopped(carol).getFirst());
    }

    @Test
    void everyMethodThatChangesSomethingWritesItsEntry() throws Exception {
        var doings = doings();
        var changing = new TreeSet<String>();
        methods().forEach((name, method) -> {
            if (!NOBODY_IS_ASKED.containsKey(method.getDeclaringClass())
                    && !NOTHING_IS_REFUSED.containsKey(name)
                    && !ONLY_SHOWN.contains(name)
                    && !isGuardedAndOnlyShows(method)) {
                changing.add(name);
            }
        });
        // needs a run whose outcome is unknown; ExecutionTest
        assertThat(changing.remove("Executions.checkAgain[Actor, ExecutionId]")).isTrue();
        assertThat(doings.keySet()).containsAll(changing);
        for (var doing : doings.entrySet()) {
            var before = newest();
            doing.getValue().attempt().run();
            assertThat(since(before))
                    .as(doing.getKey())
                    .extracting(AuditEntry::kind)
                    .contains(doing.getValue().kind());
        }
    }

    private static boolean isGuardedAndOnlyShows(Method method) {
        var guard = method.getAnnotation(AllowedTo.class);
        return guard != null && !guard.changes();
    }

    @Test
    void managersReadTheLogOnEveryThread() throws Exception {
        assertThat(CompletableFuture.supplyAsync(() -> search.find(mona, Filter.ALL, 0, 1))
                        .get())
                .isNotEmpty();
    }

    @Test
    void whoeverWasDisabledTurnsNoSwitchHoweverTheyAreSignedIn() {
        SignedIn.as(carol, Role.ADMINISTRATOR);
        NETWORK.directory().disable("carol");

        assertThatThrownBy(() -> changes.stop(carol, "too late")).isInstanceOf(NotPermittedException.class);
        assertThat(changes.stopped()).isEmpty();
    }

    /** Else nobody could stop changes just when the directory is in trouble. */
    @Test
    void whileTheDirectoryIsDownASignedInAdministratorStopsChangesAndNobodyElse() {
        NETWORK.directory().stop();
        assertThatThrownBy(() -> changes.stop(carol, "not signed in")).isInstanceOf(NotPermittedException.class);
        SignedIn.as(carol, Role.ADMINISTRATOR);
        assertThatThrownBy(() -> changes.stop(bob, "not me")).isInstanceOf(NotPermittedException.class);

        changes.stop(carol, "the directory is in trouble");

        assertThat(changes.stopped()).isPresent();
    }

    @Test
    void peopleSeeRunningRepairsOnlyWhereTheyMayCheckTheComputer() throws Exception {
        NETWORK.host("pc-0421").inject(new Fault.Held(Fault.Pause.WHILE_CHANGING), When.always());
        var run = started(plan(CLEAR, PC));
        assertThat(NETWORK.host("pc-0421").awaitHeld(Duration.ofMinutes(1))).isTrue();

        // works on session hosts
        assertThat(executions.running(actor("nested5"))).isEmpty();
        assertThat(executions.running(nora)).isEmpty();
        assertThat(executions.running(bob)).extracting(Executions.Execution::id).containsExactly(run);
        assertThat(executions.running(actor("alice")))
                .extracting(Executions.Execution::id)
                .containsExactly(run);
        assertThat(executions.running(mona))
                .extracting(Executions.Execution::id)
                .containsExactly(run);
        assertThat(executions.find(mona, run)).isPresent();
        NETWORK.host("pc-0421").release();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> executions.find(bob, run).orElseThrow().state().ended());
    }

    @Test
    void caseThatNobodyOpenedReachesNeitherHostNorJournal() {
        NETWORK.host("pc-0421").forgetCommands();
        var made = new CaseId(987_654);

        assertThat(diagnoses.diagnose(bob, PC, made, _ -> {}))
                .isEqualTo(new Diagnoses.CheckDecision.Refused(FailureReason.CASE_UNKNOWN));
        assertThat(executions.plan(bob, CLEAR, PC, made, Arguments.NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.CASE_UNKNOWN, List.of("C-987654")));
        assertThat(NETWORK.host("pc-0421").commands()).isEmpty();
    }

    @Test
    void caseOfAnotherComputerIsRefused() {
        var other = checked(new HostName("pc-0423")).caseId();

        assertThat(executions.plan(bob, CLEAR, PC, other, Arguments.NONE))
                .isEqualTo(new PlanDecision.Refused(FailureReason.CASE_UNKNOWN, List.of(other.toString())));
    }

    @Test
    void checkOfAnEarlierComputerAccountIsNotShown() {
        DiagnosisId id = checked(PC).id();
        database.sql("update diagnosis set host_id = :earlier where id = :id")
                .param("earlier", UUID.randomUUID())
                .param("id", id.value())
                .update();

        assertThat(diagnoses.open(bob, id))
                .isEqualTo(new Diagnoses.DiagnosisAccess.Closed("PC-0421", FailureReason.HOST_REPLACED));
    }
}
