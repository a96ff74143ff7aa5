package io.calmend.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.CalmendApplication;
import io.calmend.database.Databases;
import io.calmend.diagnosis.Diagnoses.CheckDecision;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.directory.Directory;
import io.calmend.directory.Directory.PersonLookup;
import io.calmend.licensing.Finding;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.simulator.SimulatedNetwork;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Each computer of the simulated network, through the real gateway: what is said of it, and what asking costs. */
@SpringBootTest(classes = CalmendApplication.class)
@ContextConfiguration(initializers = Databases.H2.class)
@DirtiesContext
class CastDiagnosisTest {

    private static final SimulatedNetwork NETWORK = network();

    @Autowired
    Diagnoses diagnoses;

    @Autowired
    Directory directory;

    private static SimulatedNetwork network() {
        try {
            return SimulatedNetwork.start(Files.createTempDirectory("cast"), Clock.systemUTC());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @DynamicPropertySource
    static void theNetwork(DynamicPropertyRegistry properties) {
        NETWORK.settings().forEach((name, value) -> properties.add(name, () -> value));
    }

    @AfterAll
    static void stop() {
        NETWORK.close();
    }

    private Actor alice() {
        return switch (directory.person("alice")) {
            case PersonLookup.Found found -> found.person();
            case PersonLookup.Refused(var reason) -> throw new AssertionError(reason);
        };
    }

    private Diagnosis diagnose(String name) {
        var outcome = diagnoses.diagnose(alice(), new HostName(name), null, _ -> {});
        assertThat(outcome).isInstanceOf(CheckDecision.Made.class);
        return ((CheckDecision.Made) outcome).diagnosis();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            pc-0421, client.licence-expired,    temporary,     CL-STORE
            pc-0422, other.harmless,            healthy,       -
            pc-0423, client.store-damaged,      unreadable,    CL-STORE
            pc-0424, other.harmless,            renewal-due,   -
            pc-0425, client.hardware-id,        other-machine, CL-ALL
            pc-0426, other.harmless,            no-cache,      -
            pc-0427, client.store-not-writable, unreadable,    -
            pc-0428, client.licence-expired,    temporary,     CL-STORE
            pc-0434, client.licence-expired,    temporary,     CL-STORE
            pc-0437, client.licence-expired,    temporary,     -
            pc-0439, client.licence-expired,    temporary,     CL-STORE
            pc-0441, client.licence-expired,    temporary,     CL-STORE
            """)
    void eachComputerIsSaidWhatIsWrongWithItForOneCommand(String name, String cause, String variant, String repair) {
        NETWORK.host(name).forgetCommands();

        var diagnosis = diagnose(name);

        assertThat(diagnosis.failure()).as(diagnosis.failureDetail()).isNull();
        var first = diagnosis.findings().getFirst();
        assertThat(first.cause()).isEqualTo(cause);
        assertThat(first.variant()).isEqualTo(variant);
        assertThat(first.repair() == null ? null : first.repair().value()).isEqualTo(repair);
        assertThat(NETWORK.host(name).commands()).hasSize(1);
    }

    @Test
    void whatCannotBeSavedHoldsBackEveryRepair() {
        for (var name : new String[] {"pc-0427", "pc-0437"}) {
            assertThat(diagnose(name).findings().stream().map(Finding::repair).filter(Objects::nonNull))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void aSlowHostAndOneWithStrangeValuesAreReadToo() {
        assertThat(diagnose("pc-0438").findings().getFirst().cause()).isEqualTo("client.licence-expired");
        var strange = diagnose("pc-0436");
        assertThat(strange.failure()).isNull();
        assertThat(strange.findings()).extracting(Finding::cause).contains("client.licence-expired");
    }

    @Test
    void thirtyTwoBitWindowsIsNotReadTwice() {
        assertThat(diagnose("pc-0439").store()).isNotNull().satisfies(store -> {
            assertThat(store.view64()).isNotNull();
            assertThat(store.view32()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            pc-0431, TLS_WRONG_NAME, TLS
            pc-0433, ACCESS_DENIED,  SHELL
            pc-0435, LANGUAGE_MODE,  LANGUAGE
            """)
    void aHostThatCannotBeObservedNamesTheLayer(String name, FailureReason reason, Layer layer) {
        var diagnosis = diagnose(name);

        assertThat(diagnosis.failure()).isEqualTo(reason);
        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.connection().failed())
                .isNotNull()
                .satisfies(step -> assertThat(step.layer()).isEqualTo(layer));
    }

    @Test
    void anOfflineHostIsNotAsked() {
        var diagnosis = diagnose("pc-0429");

        assertThat(diagnosis.failure()).isIn(FailureReason.CONNECTION_REFUSED, FailureReason.HOST_UNREACHABLE);
        assertThat(NETWORK.host("pc-0429").commands()).isEmpty();
    }

    @Test
    void aDisabledAccountAndADomainControllerAreRefused() {
        assertThat(diagnoses.diagnose(alice(), new HostName("pc-0430"), null, _ -> {}))
                .isEqualTo(new CheckDecision.Refused(FailureReason.HOST_DISABLED));
        assertThat(diagnoses.diagnose(alice(), new HostName("dc1"), null, _ -> {}))
                .isEqualTo(new CheckDecision.Refused(FailureReason.DOMAIN_CONTROLLER));
    }
}
