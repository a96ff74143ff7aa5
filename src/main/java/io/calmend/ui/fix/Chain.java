package io.calmend.ui.fix;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.RegistryView;

/** Shows what was observed, from the Calmend server to the licences, and where the first fault is. */
final class Chain extends OrderedList {

    Chain(Diagnosis diagnosis) {
        addClassName("chain");
        getElement().setAttribute("aria-label", Words.say("ui.case.chain"));
        var reached = diagnosis.failure() == null;
        var store = diagnosis.store();
        var onServer = store != null && store.runsServer();
        add(node(
                "laptop",
                Words.say("ui.case.chain.host"),
                diagnosis.hostName(),
                !reached ? Severity.UNKNOWN : onServer ? Severity.IDLE : Severity.OK,
                Words.say(reached ? "ui.case.chain.reached" : "ui.case.chain.unread"),
                reached ? os(diagnosis) : Headline.sentence(diagnosis)));
        for (var which : RegistryView.values()) {
            var view = store == null
                    ? null
                    : switch (which) {
                        case REGISTRY64 -> store.view64();
                        case REGISTRY32 -> store.view32();
                    };
            if (store != null && view == null) {
                // on 32-bit Windows both views are the same
                continue;
            }
            var state = CacheState.of(view, store, diagnosis.at());
            add(node(
                    "key-round",
                    Words.say("ui.case.chain.cache"),
                    Words.view(which),
                    onServer ? state.severityOnServer() : state.severity(),
                    state.words(),
                    LicencesCard.words(view)));
        }
        if (onServer) {
            add(node(
                    "server",
                    Words.say("ui.case.chain.session-host"),
                    diagnosis.hostName(),
                    Severity.UNKNOWN,
                    Words.say("ui.case.chain.unchecked"),
                    Words.say("ui.case.chain.unchecked.detail")));
        }
    }

    private static String os(Diagnosis diagnosis) {
        var store = diagnosis.store();
        var os = store == null ? null : store.os();
        return os == null || os.isEmpty() ? Words.say("ui.case.chain.reached.detail") : os;
    }

    private static ListItem node(String icon, String kind, String name, Severity severity, String word, String note) {
        var item = new ListItem(
                Markup.div(
                        "node-top",
                        Markup.icon(icon),
                        Markup.div("", Markup.text("muted small", kind), Markup.text("strong mono", name))),
                Markup.badge(severity, word),
                Markup.text("muted small", note));
        item.addClassNames("node", severity.style());
        return item;
    }
}
