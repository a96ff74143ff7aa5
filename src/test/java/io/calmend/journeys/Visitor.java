package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.browserless.BrowserlessUIContext;
import com.vaadin.browserless.BrowserlessUserContext;
import com.vaadin.browserless.internal.MockVaadin;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.HasAriaLabel;
import com.vaadin.flow.component.HasText;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyDownEvent;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.TextFieldBase;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.server.ErrorEvent;
import io.calmend.ui.parts.LiveRegion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A person at a browser, without the browser. Whatever they ask is answered on a thread of their own; until then their screen
 * shows what it showed before, as a browser's does.
 */
final class Visitor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);
    private static final Duration ANSWER = Duration.ofMillis(100);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private final BrowserlessUserContext user;
    private final BrowserlessUIContext window;
    private Future<?> asked = CompletableFuture.completedFuture(null);
    private volatile String shown = "";

    /** @param arrival called on the visitor's own thread, which then holds the session */
    Visitor(Supplier<BrowserlessUserContext> arrival) {
        user = answer(thread.submit(arrival::get));
        window = answer(thread.submit(user::newWindow));
        screen();
    }

    // ---- what they do

    /** @param address of a screen, with its query: {@code host/pc-0421?tab=history} */
    void opens(String address) {
        var query = address.indexOf('?');
        ask(() -> window.getUI()
                .navigate(
                        query < 0 ? address : address.substring(0, query),
                        query < 0
                                ? QueryParameters.empty()
                                : QueryParameters.fromString(address.substring(query + 1))));
    }

    /** Waits until there is such a button and it can be pressed. */
    void presses(String words) {
        var button = await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .until(() -> usable(words), Optional::isPresent);
        ask(() -> window.test(button.orElseThrow()).click());
    }

    private Optional<Button> usable(String words) {
        screen();
        return look(window -> window
                .find(Button.class)
                .withCondition(one -> one.getAriaLabel().orElse(one.getText()).equals(words) && one.isEnabled())
                .all()
                .stream()
                .findFirst());
    }

    /** Where a dialog is open: its button, and not one of the same words below it. */
    void pressesInDialog(String words) {
        var button = look(
                window -> window.find(Button.class, window.find(Dialog.class).single())
                        .withText(words)
                        .single());
        ask(() -> window.test(button).click());
    }

    /** Follows a link by its words. */
    void follows(String link) {
        opens(look(window -> window.find(Anchor.class)
                .withCondition(anchor -> text(anchor).contains(link))
                .all()
                .getFirst()
                .getHref()));
    }

    /** @param words the field's label, or what it is called for screen readers */
    void fills(String words, String value) {
        var field = look(window -> window.find(TextFieldBase.class)
                .withCondition(one -> labelled(one, words))
                .single());
        ask(() -> type(field, value));
    }

    void pressesEnter(String words) {
        var field = look(window -> window.find(TextFieldBase.class)
                .withCondition(one -> labelled(one, words))
                .single());
        ask(() -> ComponentUtil.fireEvent(
                field, new KeyDownEvent(field, Key.ENTER.getKeys().getFirst())));
    }

    private static boolean labelled(TextFieldBase<?, ?> field, String words) {
        return words.equals(field.getLabel())
                || ((HasAriaLabel) field).getAriaLabel().orElse("").equals(words);
    }

    @SuppressWarnings("unchecked")
    private static void type(HasValue<?, ?> field, String value) {
        ((HasValue<?, String>) field).setValue(value);
    }

    /** Has before them what no address leads to. */
    void faces(Supplier<Component> view) {
        ask(() -> {
            window.getUI().removeAll();
            window.getUI().add(view.get());
        });
    }

    // ---- what they read

    /** Where they are. */
    String address() {
        return look(window -> window.getUI().getActiveViewLocation().getPathWithQueryParameters());
    }

    /** What a screen reader said last. */
    String heard() {
        return look(window -> window.find(LiveRegion.class, (Component) window.getCurrentView())
                .single()
                .getText());
    }

    /** Waits until the screen says all of {@code sentences}. */
    void reads(String... sentences) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() -> assertThat(screen()).contains(sentences));
    }

    /** Waits until the screen no longer says {@code sentence}. */
    void readsNoMore(String sentence) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(BETWEEN_LOOKS)
                .untilAsserted(() -> assertThat(screen()).doesNotContain(sentence));
    }

    /** Whether the portal still owes an answer to what they asked last. */
    boolean waits() {
        return !asked.isDone();
    }

    /** What the screen says now, a line for each piece. */
    String screen() {
        if (asked.isDone()) {
            answer(asked);
            ask(() -> {});
        }
        try {
            asked.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillWorking) {
            // then a browser shows what it showed before
        } catch (ExecutionException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
        return shown;
    }

    /** Asks the window itself; perhaps more than once. */
    <T> T look(Function<BrowserlessUIContext, T> question) {
        return answer(thread.submit(() -> {
            window.activate();
            return undisturbed(question);
        }));
    }

    private void ask(Runnable request) {
        asked = thread.submit(() -> {
            window.activate();
            runTasks();
            try {
                request.run();
            } catch (RuntimeException failure) {
                meet(failure);
            }
            shown = undisturbed(Visitor::read);
        });
    }

    /** Whoever looks runs what other threads left for the page, and is thrown what breaks in it. */
    private <T> T undisturbed(Function<BrowserlessUIContext, T> question) {
        while (true) {
            runTasks();
            try {
                return question.apply(window);
            } catch (Exception failure) {
                if (!(failure instanceof ExecutionException task)) {
                    throw failure;
                }
                meet(task.getCause());
            }
        }
    }

    private void runTasks() {
        MockVaadin.runUIQueue(true, user.getSession());
    }

    /** As in the portal. */
    private void meet(Throwable failure) {
        user.getSession().getErrorHandler().error(new ErrorEvent(failure));
    }

    private static String read(BrowserlessUIContext window) {
        return text(window.find(Component.class).all());
    }

    private static String text(List<Component> components) {
        var text = new StringBuilder();
        for (var component : components) {
            line(text, component.getElement().getText());
            line(text, component.getElement().getProperty("label"));
            line(text, component.getElement().getProperty("headerTitle"));
            line(text, component.getElement().getAttribute("aria-label"));
            if (component instanceof HasValidationProperties field && field.isInvalid()) {
                line(text, field.getErrorMessage());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String words) {
        if (words != null && !words.isBlank()) {
            text.append(words).append('\n');
        }
    }

    private static String text(Component component) {
        return component instanceof HasText ? component.getElement().getTextRecursively() : "";
    }

    private static <T> T answer(Future<T> future) {
        try {
            return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | InterruptedException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        answer(thread.submit(user::close));
        thread.shutdown();
    }
}
