package io.calmend.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.calmend.CalmendApplication;
import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.audit.AuditWitness;
import io.calmend.backup.Backups;
import io.calmend.remote.HostChanger;
import io.calmend.remote.HostObserver;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.AllowedTo;
import io.calmend.vocabulary.BackupId;
import jakarta.persistence.Entity;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.data.repository.Repository;
import org.springframework.modulith.core.ApplicationModules;

/** The boundaries of the modules. Each is explained in {@code src/docs/decisions}; change it there and here together. */
class ArchitectureTest {

    private static final int MOST_LINES = 400;
    private static final int MOST_PARTS = 8;

    private static final ApplicationModules MODULES = ApplicationModules.of(CalmendApplication.class);
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.calmend");

    @Test
    void modulesUseOnlyTheModulesTheyDeclare() {
        MODULES.verify();
    }

    @Test
    void everyModuleSaysWhichOthersItUses() {
        assertThat(MODULES.stream().map(module -> module.getIdentifier().toString()))
                .contains("audit", "execution", "remote", "ui", "vocabulary");
        for (var module : MODULES) {
            assertThat(module.getBasePackage().getAnnotation(org.springframework.modulith.ApplicationModule.class))
                    .as(module.getDisplayName())
                    .hasValueSatisfying(declared -> assertThat(declared.allowedDependencies())
                            .isNotEqualTo(new String[] {org.springframework.modulith.ApplicationModule.OPEN_TOKEN}));
        }
    }

    @Test
    void onlyExecutionHoldsTheChangingHalfOfTheGateway() {
        mayBeHeldBy(HostChanger.class, "..execution..", "..remote..").check(PRODUCT);
    }

    @Test
    void onlyExecutionAndDiagnosisHoldTheObservingHalfOfTheGateway() {
        mayBeHeldBy(HostObserver.class, "..execution..", "..diagnosis..", "..remote..")
                .check(PRODUCT);
    }

    /** A screen acts for the person before it; what the portal does for itself begins elsewhere. */
    @Test
    void noScreenActsAsThePortal() {
        noClasses()
                .that()
                .resideInAPackage("io.calmend.ui..")
                .should()
                .accessField(Actor.class, "PORTAL")
                .check(PRODUCT);
    }

    /** What a screen did would be logged only as long as each screen remembers to. */
    @Test
    void noScreenWritesToTheAuditLog() {
        mayBeHeldBy(
                        AuditLog.class,
                        "..audit..",
                        "..backup..",
                        "..delegation..",
                        "..diagnosis..",
                        "..execution..",
                        "..remote..",
                        "..signin..")
                .check(PRODUCT);
    }

    @Test
    void onlyBackupAndExecutionAskTheWitness() {
        mayBeHeldBy(AuditWitness.class, "..audit..", "..backup..", "..execution..")
                .check(PRODUCT);
    }

    @Test
    void executionWritesRefusalsInOnePlace() {
        assertThat(PRODUCT.get(AuditEvent.Refused.class).getConstructorCallsToSelf().stream()
                        .map(call -> call.getOriginOwner().getFullName())
                        .filter(origin -> origin.startsWith("io.calmend.execution.")))
                .containsExactly("io.calmend.execution.Refusals");
    }

    @Test
    void onlyExecutionReadsBackupsWithoutSayingForWhom() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.calmend.execution..", "io.calmend.backup..")
                .should()
                .callMethod(Backups.class, "find", BackupId.class)
                .orShould()
                .callMethod(Backups.class, "trees", BackupId.class)
                .check(PRODUCT);
    }

    /** The guard stands before beans, so it has to be said where callers look, and who asks has to be known. */
    @Test
    void whoMayCallIsSaidAtTheInterfaceOfAServiceAndItsFirstArgumentIsWhoAsks() {
        methods()
                .that()
                .areAnnotatedWith(AllowedTo.class)
                .should()
                .beDeclaredInClassesThat()
                .areInterfaces()
                .andShould(new ArchCondition<>("have the actor as first argument") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        var first = method.getRawParameterTypes().stream().findFirst();
                        if (first.isEmpty() || !first.get().isEquivalentTo(Actor.class)) {
                            events.add(SimpleConditionEvent.violated(method, method.getFullName()));
                        }
                    }
                })
                .check(PRODUCT);
    }

    @Test
    void onlyItsAdapterKnowsOverthere() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.calmend.remote.overthere..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.xebialabs..")
                .check(PRODUCT);
    }

    @Test
    void onlyScriptKnowsPowerShellAndWhatItAnswers() {
        for (var source : Sources.of("src/main/java")) {
            // but for a line that fills an answer, to see whether large ones arrive
            if (!source.path().endsWith("/wsman/HostCheck.java")
                    && (source.text().contains("powershell.exe")
                            || source.text().contains("CALMEND BEGIN"))) {
                assertThat(source.path()).contains("/io/calmend/remote/script/");
            }
        }
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.calmend.remote.transport..",
                        "io.calmend.remote.overthere..",
                        "io.calmend.remote.wsman..",
                        "io.calmend.remote.accounts..",
                        "io.calmend.remote.doctor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.calmend.remote.script..")
                .check(PRODUCT);
    }

    @Test
    void onlyTheSealedTransportKnowsItsHttpAndItsKerberos() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.calmend.remote.wsman..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.hc..")
                .check(PRODUCT);
        noClasses()
                .that()
                // what Kerberos' failures mean is the same on all ways
                .resideOutsideOfPackages("io.calmend.remote.wsman..", "io.calmend.remote.transport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.ietf.jgss..", "javax.security.auth.kerberos..")
                .check(PRODUCT);
    }

    @Test
    void entitiesAndRepositoriesStayInTheirModule() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .bePackagePrivate()
                .check(PRODUCT);
        classes()
                .that()
                .areAssignableTo(Repository.class)
                .should()
                .bePackagePrivate()
                .check(PRODUCT);
    }

    @Test
    void vocabularyAndLicensingArePlainJava() {
        classes()
                .that()
                .resideInAPackage("io.calmend.vocabulary..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify..", "io.calmend.vocabulary..", "org.springframework.modulith..")
                .check(PRODUCT);
        classes()
                .that()
                .resideInAPackage("io.calmend.licensing..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "io.calmend.licensing..",
                        "io.calmend.vocabulary..",
                        "org.springframework.modulith..")
                .check(PRODUCT);
    }

    @Test
    void everyPackageIsNullMarked() {
        var unmarked = new TreeSet<String>();
        for (var one : PRODUCT) {
            if (!one.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(one.getPackageName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void namesSayWhatAClassIsAndNotThatItIsOne() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helper|Util|Utils|Handler|Processor|Data|Info|DTO)")
                .check(PRODUCT);
    }

    @Test
    void timeIsReadFromTheOneClock() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(CalmendApplication.class)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.OffsetDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .check(PRODUCT);
    }

    @Test
    void nothingSpeaksToTheConsole() {
        // but for the command line's own report
        noClasses()
                .that()
                .doNotBelongToAnyOf(CalmendApplication.class)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(PRODUCT);
    }

    @Test
    void onlyTheAuditLogTouchesItsTables() {
        var tables = Pattern.compile("audit_(entry|head)");
        for (var source : Sources.of("src/main")) {
            if (tables.matcher(source.text()).find()) {
                assertThat(source.path())
                        .matches(
                                ".*(/io/calmend/audit/.*|/db/migration/V(1__audit|9__rights_on_what_never_changes|16__entries_of_one_kind).sql)");
            }
        }
    }

    /** What is in the audit log stays: of all statements in the module only one changes something, the head row. */
    @Test
    void auditLogIsOnlyEverAddedTo() {
        var change =
                Pattern.compile("\"\\s*(update|delete|truncate|merge|alter|drop)\\b[^\";]*", Pattern.CASE_INSENSITIVE);
        var found = new TreeSet<String>();
        for (var source : Sources.of("src/main/java/io/calmend/audit")) {
            change.matcher(source.text()).results().forEach(result -> found.add(result.group()));
        }
        assertThat(found).containsExactly("\"update audit_head set number = :number, hash = :hash");
        noClasses()
                .that()
                .resideInAPackage("io.calmend.audit..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Repository.class)
                .orShould()
                .dependOnClassesThat()
                .areAnnotatedWith(Entity.class)
                .check(PRODUCT);
    }

    /** Above all the simulator says nothing that the product's own code put into its mouth. */
    @Test
    void simulatorKnowsOnlyHostsAndLicences() {
        var simulator = new ClassFileImporter().importPackages("io.calmend.simulator");
        noClasses()
                .should()
                .dependOnClassesThat(
                        new DescribedPredicate<JavaClass>(
                                "are the product's, save for host, registry, licensing, vocabulary") {
                            @Override
                            public boolean test(JavaClass used) {
                                return used.getPackageName().startsWith("io.calmend")
                                        && !used.isEquivalentTo(CalmendApplication.class)
                                        && List.of("host", "registry", "licensing", "vocabulary", "simulator").stream()
                                                .noneMatch(module ->
                                                        used.getPackageName().startsWith("io.calmend." + module));
                            }
                        })
                .check(simulator);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.calmend.simulator..")
                .check(PRODUCT);
    }

    /** Both have their exceptions in a decision record, each with its reason. */
    @Test
    void classesAreShortOrNamedInADecision() {
        var product = new TreeSet<String>();
        var tooLong = new TreeSet<String>();
        for (var source : Sources.of("src/main/java")) {
            var name = source.path().replaceAll(".*/io/calmend/|\\.java$", "").replace('/', '.');
            product.add(name);
            if (source.text().lines().count() > MOST_LINES) {
                tooLong.add(name);
            }
        }
        var named = longOnPurpose();
        assertThat(product).as("what the decision names").containsAll(named);
        tooLong.removeAll(named);
        assertThat(tooLong).isEmpty();
    }

    @Test
    void constructorsTakeFewPartsOrAreNamedInADecision() {
        var named = longOnPurpose();
        classes()
                .that()
                .areNotRecords()
                .and(new DescribedPredicate<JavaClass>("are not named in the decision") {
                    @Override
                    public boolean test(JavaClass one) {
                        return !named.contains(one.getName().replace("io.calmend.", ""));
                    }
                })
                .should(new ArchCondition<>("have constructors of " + MOST_PARTS + " parts at most") {
                    @Override
                    public void check(JavaClass one, ConditionEvents events) {
                        for (var constructor : one.getConstructors()) {
                            if (constructor.getRawParameterTypes().size() > MOST_PARTS) {
                                events.add(SimpleConditionEvent.violated(constructor, constructor.getFullName()));
                            }
                        }
                    }
                })
                .check(PRODUCT);
    }

    /** Each is a point of the list, {@code - `module.Class` why}. */
    private static Set<String> longOnPurpose() {
        for (var decision : Sources.of("src/docs/decisions")) {
            if (decision.path().endsWith("/0032-classes-that-are-long-on-purpose.md")) {
                return Pattern.compile("^- `([a-z.]+\\.[A-Za-z]+)` \\S", Pattern.MULTILINE)
                        .matcher(decision.text())
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());
            }
        }
        throw new AssertionError("the decision is gone");
    }

    private static ArchRule mayBeHeldBy(Class<?> half, String... modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(modules)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(half);
    }
}
