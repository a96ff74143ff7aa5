package io.calmend.ui.fix;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import io.calmend.registry.AccessGain;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Shortened;
import io.calmend.ui.parts.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Shows permissions that a plan grants and that nobody has now: who gets what, then on which keys. */
final class GainsCard extends Div {

    private static final int MOST_SENTENCES = 20;
    private static final int MOST_KEYS = 10;

    private record Sentence(String who, AccessGain.Access access, boolean below) {

        String words(int keys) {
            return Words.say("ui.gain." + (below ? "below." : "") + access, name(), keys);
        }

        private String name() {
            return Words.find("ui.gain.who." + who).orElseGet(() -> Words.say("ui.gain.account", who));
        }
    }

    GainsCard(List<AccessGain> gains) {
        addClassName("card");
        var sentences = new LinkedHashMap<Sentence, List<AccessGain>>();
        gains.forEach(gain -> sentences
                .computeIfAbsent(new Sentence(gain.who(), gain.access(), gain.below()), _ -> new ArrayList<>())
                .add(gain));
        add(new H2(Words.say("ui.gain.head")), Markup.text("muted", Words.say("ui.gain.detail")));
        sentences.entrySet().stream()
                .limit(MOST_SENTENCES)
                .forEach(one -> add(sentence(one.getKey().words(one.getValue().size()), one.getValue())));
        if (sentences.size() > MOST_SENTENCES) {
            add(Markup.text("muted", Words.say("ui.more", sentences.size() - MOST_SENTENCES)));
        }
    }

    private static Div sentence(String words, List<AccessGain> gains) {
        var keys = new UnorderedList();
        keys.addClassName("where-list");
        Shortened.list(
                keys,
                gains,
                MOST_KEYS,
                gain -> new ListItem(Markup.text("mono small wrap", Shortened.text(Words.location(gain.location())))));
        return Markup.div("notice", Markup.dot(Severity.WARN), Markup.div("", Markup.text("strong", words), keys));
    }
}
