package io.calmend.ui.fix;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.ui.parts.Mark;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Verdict;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.RegistryView;

/** What was looked at, from the portal to the licences, and where it stops being well. */
final class Chain extends OrderedList {

    Chain(Diagnosis diagnosis) {
        addClassName("chain");
        getElement().setAttribute("aria-label", Words.say("ui.case.chain"));
        var reached = diagnosis.failure() == null;
        add(node(
                "laptop",
                Words.say("ui.case.chain.host"),
                diagnosis.hostName(),
                reached ? Mark.OK : Mark.UNKNOWN,
                Words.say(reached ? "ui.case.chain.reached" : "ui.case.chain.unread"),
                reached ? os(diagnosis) : Verdict.sentence(diagnosis)));
        var store = diagnosis.store();
        for (var which : RegistryView.values()) {
            var view = store == null
                    ? null
                    : switch (which) {
                        case REGISTRY64 -> store.view64();
                        case REGISTRY32 -> store.view32();
                    };
            if (store != null && view == null) {
                // on 32-bit Windows both views are one
                continue;
            }
            var mark = LicencesCard.mark(view, diagnosis.at());
            add(node(
                    "key-round",
                    Words.say("ui.case.chain.cache"),
                    Words.view(which),
                    mark,
                    Words.say("ui.case.chain.cache." + mark),
                    LicencesCard.words(view)));
        }
    }

    private static String os(Diagnosis diagnosis) {
        var store = diagnosis.store();
        var os = store == null ? null : store.os();
        return os == null || os.isEmpty() ? Words.say("ui.case.chain.reached.detail") : os;
    }

    private static ListItem node(String icon, String kind, String name, Mark mark, String word, String note) {
        var item = new ListItem(
                Markup.div(
                        "node-top",
                        Markup.icon(icon),
                        Markup.div("", Markup.text("muted small", kind), Markup.text("strong mono", name))),
                Markup.badge(mark, word),
                Markup.text("muted small", note));
        item.addClassNames("node", mark.style());
        return item;
    }
}
