package io.calmend.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.audit.AuditSearch.Filter;
import io.calmend.database.Databases;
import io.calmend.vocabulary.Actor;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class AuditLogCrashIT {

    @TempDir
    private Path directory;

    /** H2's own default would lose what was committed in the last half second. */
    @Test
    @Timeout(120)
    void whatWasCommittedSurvivesAKill() throws Exception {
        var url = "jdbc:h2:file:" + directory.resolve("calmend") + Databases.H2_OPTIONS;
        var process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LogWriterProcess.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long committed = 0;
        try (var lines = process.inputReader()) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("committed ")) {
                    committed = Long.parseLong(line.substring("committed ".length()));
                    if (committed >= 200 && process.isAlive()) {
                        process.toHandle().destroyForcibly();
                    }
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(committed).isGreaterThanOrEqualTo(200);

        try (var context = LogWriterProcess.open(url)) {
            var search = context.getBean(AuditSearch.class);
            var verification = search.verify(Actor.PORTAL);
            assertThat(verification.flaw()).isNull();
            assertThat(verification.entries())
                    .isEqualTo(search.count(Actor.PORTAL, Filter.ALL))
                    .isGreaterThanOrEqualTo(committed)
                    .isEven();
            // and the portal goes on where it was
            assertThat(context.getBean(AuditLog.class).recordAlone(SampleEvents.intended("after the restart")))
                    .isEqualTo(verification.entries() + 1);
        }
    }
}
