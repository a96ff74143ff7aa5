package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import io.calmend.vocabulary.Texts;
import java.util.List;
import java.util.function.Function;

/**
 * Shortens lists and texts that come from a computer or its user and may be of any length: shows the beginning, and
 * how much more there is.
 */
public final class Shortened {

    /** The most items shown of anything: nobody reads more, and a page must stay small. */
    public static final int MOST = 50;

    /** Characters of one name, path or value. */
    private static final int LONGEST = 300;

    private Shortened() {}

    /** Adds the first of {@code all} to {@code to}, at most {@link #MOST}, and a line that counts the rest. */
    public static <T> void list(HasComponents to, List<T> all, Function<T, ? extends Component> shown) {
        list(to, all, MOST, shown);
    }

    /** As {@link #list(HasComponents, List, Function)}, at most {@code most}. @return how many were shown */
    public static <T> int list(HasComponents to, List<T> all, int most, Function<T, ? extends Component> shown) {
        all.stream().limit(most).map(shown).forEach(to::add);
        var rest = all.size() - most;
        if (rest > 0) {
            to.add(Markup.text("muted small", Words.say("ui.more", rest)));
        }
        return Math.min(all.size(), most);
    }

    /** The beginning of {@code text}, with its full length if it was cut. */
    public static String text(String text) {
        return text.length() <= LONGEST ? text : Words.say("ui.change.cut", Texts.cut(text, LONGEST), text.length());
    }
}
