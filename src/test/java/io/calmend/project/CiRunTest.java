package io.calmend.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/run} on a checkout whose build is played. */
@EnabledOnOs(OS.LINUX)
class CiRunTest {

    private static final String SUMMARY = "[INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 0";

    @TempDir
    private Path place;

    private Path checkout;

    private record Ran(int exit, String out) {}

    @BeforeEach
    void checkOut() throws IOException {
        checkout = place.resolve("checkout");
        Files.createDirectories(checkout.resolve(".ci"));
        Files.copy(Path.of(".ci/run"), checkout.resolve(".ci/run"));
        script("checkout/src/test/peers/install.sh", "echo installed");
        script("shared/testpeers/wine10/wine10.sh", "echo lab \"$@\" | tee -a \"$(dirname \"$0\")/calls\"");
    }

    @Test
    void buildThatPassesWithAllPeersPasses() throws Exception {
        build("echo \"mvnw $*\"; echo '" + SUMMARY + "'; echo 'a:b 1.0 MIT' > target/components.txt");

        var ran = run();

        assertThat(ran.exit).as(ran.out).isZero();
        assertThat(ran.out).contains("installed", "mvnw -B -ntp verify", "a:b 1.0 MIT", "==== passed");
        assertThat(ran.out.split("==== what ran")[1]).contains(SUMMARY);
        assertThat(Files.readString(place.resolve("shared/testpeers/wine10/calls")))
                .isEqualTo("lab lab " + checkout + "/target/lab\nlab stop " + checkout + "/target/lab\n");
    }

    @Test
    void buildThatFailsFails() throws Exception {
        build("echo 'BUILD FAILURE'; exit 3");

        var ran = run();

        assertThat(ran.exit).isEqualTo(3);
        assertThat(ran.out).contains("no tests ran", "FAILED");
    }

    @Test
    void testThatWasLeftOutFailsABuildThatElsePasses() throws Exception {
        build("echo '" + SUMMARY + "'; echo 'SomeIT LEFT OUT: no such peer' > target/peers-left-out.txt");

        var ran = run();

        assertThat(ran.exit).isEqualTo(1);
        assertThat(ran.out).contains("SomeIT LEFT OUT: no such peer", "FAILED");
    }

    @Test
    void buildThatTellsNothingOfWhatItShipsFails() throws Exception {
        build("echo '" + SUMMARY + "'");

        var ran = run();

        assertThat(ran.exit).isEqualTo(1);
        assertThat(ran.out).contains("There is no list of components", "FAILED");
    }

    @Test
    void labThatIsNotThereIsSaid() throws Exception {
        Files.delete(place.resolve("shared/testpeers/wine10/wine10.sh"));
        build("echo '" + SUMMARY + "'");

        assertThat(run().out).contains("the tests that need the lab will be left out");
    }

    private void build(String script) throws IOException {
        script("checkout/mvnw", script);
    }

    private void script(String file, String content) throws IOException {
        var path = place.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + content + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }

    private Ran run() throws Exception {
        var out = place.resolve("out");
        var builder = new ProcessBuilder(checkout.resolve(".ci/run").toString())
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().remove("CALMEND_TESTPEERS");
        builder.environment().remove("CALMEND_LAB");
        var process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), Files.readString(out));
    }
}
