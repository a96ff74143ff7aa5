package io.calmend.directory;

import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Measure;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Metrics of the directory that are worth an alarm. */
@Configuration(proxyBeanMethods = false)
class DirectoryMetrics {

    /** The id of no computer, so that the query costs a domain controller a single index look-up. */
    private static final UUID NOBODY = new UUID(0, 0);

    @Bean
    Measure directoryAnswers(Directory directory) {
        return new Measure(
                "calmend.directory.up",
                "1 if Active Directory responds, 0 if it does not",
                () -> directory.host(NOBODY) instanceof Directory.HostLookup.Refused(FailureReason reason)
                                && reason == FailureReason.DIRECTORY_UNAVAILABLE
                        ? 0
                        : 1);
    }
}
