package io.calmend.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.directory.Directory.PersonLookup;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecentDirectoryTest {

    /** As on a machine that was asleep between two steps. */
    @Test
    void answerThatIsOldBeforeItIsKeptIsAnAnswer() {
        var directory = new RecentDirectory(new Nobody(), new Leaping());

        assertThat(directory.person("S-1-5-21-1")).isEqualTo(new PersonLookup.Refused(FailureReason.PERSON_UNKNOWN));
    }

    /** Goes on by a minute each time that it is looked at. */
    private static final class Leaping extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofMinutes(1));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Nobody implements Directory {
        @Override
        public ComputerSearch findComputers(String typed, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HostLookup host(HostName name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HostLookup host(UUID objectId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PersonLookup person(String accountOrSid) {
            return new PersonLookup.Refused(FailureReason.PERSON_UNKNOWN);
        }
    }
}
