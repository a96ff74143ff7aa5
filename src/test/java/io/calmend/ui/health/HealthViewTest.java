package io.calmend.ui.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.server.VaadinSession;
import io.calmend.health.Health;
import io.calmend.health.HealthReport;
import io.calmend.signin.CurrentActor;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ViewPackages(packages = "io.calmend.ui.none")
class HealthViewTest extends BrowserlessTest {

    private final List<Throwable> met = new ArrayList<>();

    /** Whatever goes wrong, the page can be used again and asks no longer for an answer. */
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
    void checkThatBreaksCanBeAskedForAgain(Class<? extends Throwable> broken) {
        VaadinSession.getCurrent().setErrorHandler(error -> met.add(error.getThrowable()));
        var ui = UI.getCurrent();
        ui.add(new HealthView(new Broken(broken == IllegalStateException.class), new Somebody(), Clock.systemUTC()));

        await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
            VaadinSession.getCurrent().getService().runPendingAccessTasks(VaadinSession.getCurrent());
            return !met.isEmpty();
        });
        assertThat(met).singleElement().isInstanceOf(broken);
        assertThat(find(Button.class).single().isEnabled()).isTrue();
        assertThat(ui.getPollInterval()).isEqualTo(-1);
    }

    private record Broken(boolean exception) implements Health {
        @Override
        public Optional<HealthReport> latest(Actor administrator) {
            return Optional.empty();
        }

        @Override
        public HealthReport checkAgain(Actor administrator) {
            if (exception) {
                throw new IllegalStateException("broken");
            }
            throw new StackOverflowError();
        }
    }

    private static final class Somebody implements CurrentActor {
        @Override
        public Actor get() {
            return new Actor("S-1-5-21-1-2-3-1107", "carol", "Carol Costa");
        }

        @Override
        public boolean isSomebody() {
            return true;
        }

        @Override
        public boolean has(Role role) {
            return true;
        }
    }
}
