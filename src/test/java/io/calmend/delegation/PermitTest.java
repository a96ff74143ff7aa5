package io.calmend.delegation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.calmend.directory.ManagedHost;
import io.calmend.directory.ManagedHosts;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.OperationKey;
import org.junit.jupiter.api.Test;

class PermitTest {

    private static final OperationKey CLEAR = new OperationKey("CL-STORE");
    private static final Actor ALICE = new Actor("S-1-5-21-1-2-3-1104", "alice", "Alice Ames");
    private static final Actor BOB = new Actor("S-1-5-21-1-2-3-1105", "bob", "Bob Burns");
    private static final ManagedHost PC = ManagedHosts.named("PC-0421");

    private final Permit permit = Permits.of("L1", ALICE, CLEAR, PC);

    @Test
    void oneThingBeginsWithAPermit() {
        assertThat(permit.consume(CLEAR, ALICE, PC.objectId())).isEqualTo("L1");

        assertThatIllegalStateException().isThrownBy(() -> permit.consume(CLEAR, ALICE, PC.objectId()));
    }

    @Test
    void nothingElseThanWhatWasPermittedBeginsWithAPermit() {
        var another = ManagedHosts.named("PC-0422").objectId();
        assertThatIllegalStateException().isThrownBy(() -> permit.consume(CLEAR, ALICE, another));
        assertThatIllegalStateException().isThrownBy(() -> permit.consume(CLEAR, BOB, PC.objectId()));
        assertThatIllegalStateException()
                .isThrownBy(() -> permit.consume(new OperationKey("CL-ALL"), ALICE, PC.objectId()));

        assertThat(permit.consume(CLEAR, ALICE, PC.objectId())).isEqualTo("L1");
    }
}
