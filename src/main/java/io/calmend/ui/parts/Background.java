package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.ErrorEvent;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;

/** Work that waits for a host or the directory, off the thread that holds a person's session. */
public final class Background {

    private Background() {}

    /**
     * Runs {@code work} on a thread of its own, in the person's name, and hands its answer to {@code then} with the session
     * held. Nothing happens any more if the person has left {@code where}; an exception meets the session's error handler.
     */
    public static <T> void run(Component where, Supplier<T> work, Consumer<T> then) {
        var ui = where.getUI().orElseGet(UI::getCurrentOrThrow);
        Thread.startVirtualThread(new DelegatingSecurityContextRunnable(() -> {
            try {
                var answer = work.get();
                show(ui, where, () -> then.accept(answer));
            } catch (RuntimeException failure) {
                show(ui, where, () -> {
                    ui.getSession().getErrorHandler().error(new ErrorEvent(failure));
                });
            }
        }));
    }

    /** Shows something that came from another thread; does nothing if the person has left {@code where}. */
    public static void show(UI ui, Component where, Runnable change) {
        try {
            var _ = ui.access(() -> {
                if (where.isAttached()) {
                    change.run();
                }
            });
        } catch (UIDetachedException _) {
            // the tab is closed; nobody is left to show it to
        }
    }
}
