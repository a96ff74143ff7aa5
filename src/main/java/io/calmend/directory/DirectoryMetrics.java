package io.calmend.directory;

import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Measure;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What of this module is worth an alarm. */
@Configuration(proxyBeanMethods = false)
class DirectoryMetrics {

    /** Belongs to no computer: the question costs a controller one observation into an index. */
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
