package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks what a screen is to show, of which only the newest question counts: the person has moved on from the ones before. */
public final class Newest {

    private final Component where;
    private int asked;

    public Newest(Component where) {
        this.where = where;
    }

    /** As {@link Background#run(Component, Supplier, Consumer)}, unless something else is asked meanwhile. */
    public <T> void ask(Supplier<T> question, Consumer<T> then) {
        ask(question, () -> {}, then);
    }

    /** As {@link Background#run(Component, Supplier, Runnable, Consumer)}, unless something else is asked meanwhile. */
    public <T> void ask(Supplier<T> question, Runnable over, Consumer<T> then) {
        var mine = ++asked;
        Background.run(
                where,
                question,
                () -> {
                    if (mine == asked) {
                        over.run();
                    }
                },
                answer -> {
                    if (mine == asked) {
                        then.accept(answer);
                    }
                });
    }

    /** No answer that is still to come counts any more. */
    public void forget() {
        asked++;
    }
}
