package io.calmend.ui.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.server.VaadinSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ViewPackages(packages = "io.calmend.ui.none")
class BackgroundTest extends BrowserlessTest {

    private final List<Throwable> met = new ArrayList<>();

    private static Stream<Supplier<Throwable>> failures() {
        return Stream.of(() -> new IllegalStateException("broken"), StackOverflowError::new);
    }

    /** Whatever goes wrong, the page can be used again and asks no longer for an answer. */
    @ParameterizedTest
    @MethodSource("failures")
    void workThatBreaksIsOverAndMeetsTheErrorHandler(Supplier<Throwable> failure) {
        VaadinSession.getCurrent().setErrorHandler(error -> met.add(error.getThrowable()));
        var ui = UI.getCurrent();
        var where = new Div();
        ui.add(where);
        var over = new AtomicBoolean();
        var answered = new AtomicBoolean();
        var broken = failure.get();

        Background.run(where, () -> fail(broken), () -> over.set(true), _ -> answered.set(true));
        assertThat(ui.getPollInterval()).isPositive();

        await().pollInSameThread().atMost(Duration.ofSeconds(20)).until(() -> {
            VaadinSession.getCurrent().getService().runPendingAccessTasks(VaadinSession.getCurrent());
            return !met.isEmpty();
        });
        assertThat(met).containsExactly(broken);
        assertThat(over).isTrue();
        assertThat(answered).isFalse();
        assertThat(ui.getPollInterval()).isEqualTo(-1);
    }

    private static Object fail(Throwable broken) {
        if (broken instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) broken;
    }
}
