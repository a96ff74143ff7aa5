package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads again and again what lies open on a screen: once at a time, and once more for all that happened meanwhile, so that a slow
 * directory delays what is shown and never piles up questions.
 */
public final class Refresh<T> {

    private final Component where;
    private final Consumer<T> show;
    private boolean reading;
    private @Nullable Supplier<T> next;

    /** @param show what was read, with the session held */
    public Refresh(Component where, Consumer<T> show) {
        this.where = where;
        this.show = show;
    }

    /** Runs {@code read} on a thread of its own, as {@link Background} does; needs the session's lock. */
    public void by(Supplier<T> read) {
        if (reading) {
            next = read;
            return;
        }
        reading = true;
        Background.run(where, read, this::over, show);
    }

    private void over() {
        reading = false;
        var waiting = next;
        next = null;
        if (waiting != null) {
            by(waiting);
        }
    }
}
