package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.server.ErrorEvent;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;

/** Runs work that waits for a host or the directory without holding the person's session. */
public final class Background {

    private Background() {}

    /**
     * Runs {@code work} on a thread of its own, in the person's name, and passes the result to {@code then} while
     * holding the session's lock. Does nothing more if the person has left {@code where}; an exception or error goes
     * to the session's error handler. The result also appears where push does not work.
     */
    public static <T> void run(Component where, Supplier<T> work, Consumer<T> then) {
        run(where, work, () -> {}, then);
    }

    /**
     * As {@link #run(Component, Supplier, Consumer)}; first runs {@code over}, however the work ended. Nothing else happens in the
     * session between the two.
     */
    public static <T> void run(Component where, Supplier<T> work, Runnable over, Consumer<T> then) {
        var ui = where.getUI().orElseGet(UI::getCurrentOrThrow);
        var wait = Polling.begin(ui);
        Thread.startVirtualThread(new DelegatingSecurityContextRunnable(() -> {
            var answer = answer(ui, work, then);
            access(ui, wait::remove);
            show(ui, where, () -> {
                over.run();
                answer.run();
            });
        }));
    }

    private static <T> Runnable answer(UI ui, Supplier<T> work, Consumer<T> then) {
        try {
            var found = work.get();
            return () -> then.accept(found);
        } catch (RuntimeException | Error failure) {
            return () -> ui.getSession().getErrorHandler().error(new ErrorEvent(failure));
        }
    }

    /** Shows something that came from another thread; does nothing if the person has left {@code where}. */
    public static void show(UI ui, Component where, Runnable change) {
        access(ui, () -> {
            if (where.isAttached()) {
                change.run();
            }
        });
    }

    private static void access(UI ui, Command change) {
        try {
            var _ = ui.access(change);
        } catch (UIDetachedException _) {
            // the tab was closed
        }
    }
}
