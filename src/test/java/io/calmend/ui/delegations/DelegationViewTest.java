package io.calmend.ui.delegations;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import io.calmend.delegation.ChangeSwitch;
import io.calmend.delegation.GivenDelegations;
import io.calmend.directory.ManagedHost;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.remote.PortalAccounts;
import io.calmend.signin.CurrentActor;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The card of the switch, while the portal itself has stopped changes. */
@ViewPackages(packages = "io.calmend.ui.none")
class DelegationViewTest extends BrowserlessTest {

    private static final Actor CAROL = new Actor("S-1-5-21-1-2-3-1107", "carol", "Carol Costa");

    private Optional<ChangeSwitch.Stop> stopped = Optional.empty();
    private Runnable turned = () -> {};

    private final ChangeSwitch changes = new ChangeSwitch() {
        @Override
        public Optional<Stop> stopped() {
            return stopped;
        }

        @Override
        public Optional<FailureReason> stop(Actor administrator, String reason) {
            throw new AssertionError();
        }

        @Override
        public Optional<FailureReason> allow(Actor administrator) {
            throw new AssertionError();
        }

        @Override
        public Subscription listen(Runnable listener) {
            turned = listener;
            return () -> {};
        }
    };

    private List<String> buttons() {
        return find(Button.class).all().stream().map(Button::getText).toList();
    }

    private void turn(ChangeSwitch.Stop stop) {
        stopped = Optional.ofNullable(stop);
        turned.run();
        roundTrip();
    }

    @Test
    void nobodyIsOfferedToEndWhatThePortalStoppedItself() {
        UI.getCurrent()
                .add(new DelegationView(
                        new NoRules(), changes, new NoAccounts(), new NoCatalog(), CAROLS, Clock.systemUTC()));
        assertThat(buttons()).contains("Stop all changes");

        turn(new ChangeSwitch.Stop("Calmend", Instant.now(), "the database is away", true));
        assertThat(buttons()).doesNotContain("Allow changes again", "Stop all changes");

        turn(new ChangeSwitch.Stop("Carol Costa", Instant.now(), "something smells", false));
        assertThat(buttons()).contains("Allow changes again");

        turn(null);
        assertThat(buttons()).contains("Stop all changes").doesNotContain("Allow changes again");
    }

    private static final CurrentActor CAROLS = new CurrentActor() {
        @Override
        public Actor get() {
            return CAROL;
        }

        @Override
        public boolean isSomebody() {
            return true;
        }

        @Override
        public boolean has(Role role) {
            return role == Role.ADMINISTRATOR;
        }
    };

    private static final class NoRules extends GivenDelegations {
        @Override
        public Decision decide(Actor actor, OperationKey operation, ManagedHost host) {
            throw new AssertionError();
        }
    }

    private static final class NoAccounts implements PortalAccounts {
        @Override
        public List<Stopped> stopped(Actor administrator) {
            return List.of();
        }

        @Override
        public void release(Actor administrator, Stopped account) {
            throw new AssertionError();
        }
    }

    private static final class NoCatalog implements OperationCatalog {
        @Override
        public List<Operation> all() {
            return List.of();
        }

        @Override
        public Optional<Operation> find(OperationKey key) {
            return Optional.empty();
        }
    }
}
