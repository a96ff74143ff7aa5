package io.calmend.ui.parts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import io.calmend.audit.AuditEvent.Change;
import io.calmend.host.Difference;
import io.calmend.registry.RegistryDifference;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows what differs or will differ, before and after, in both registry views. */
public final class Differences extends Div {

    private static final int AT_ONCE = 12;
    private static final int LONGEST = 160;

    public Differences(List<Difference> differences) {
        addClassName("differences");
        var byView = new EnumMap<RegistryView, List<RegistryDifference>>(RegistryView.class);
        var services = new ArrayList<Difference.ServiceRun>();
        for (var difference : differences) {
            switch (difference) {
                case Difference.Registry(var one) ->
                    byView.computeIfAbsent(one.view(), _ -> new ArrayList<>()).add(one);
                case Difference.ServiceRun one -> services.add(one);
            }
        }
        var room = Shortened.MOST;
        if (!services.isEmpty()) {
            add(new H3(Words.say("ui.change.services", services.size())));
            room -= fill(services, room, Differences::line);
        }
        for (var view : byView.entrySet()) {
            var ones = view.getValue();
            add(new H3(Words.say("ui.change.view", Words.view(view.getKey()), ones.size())));
            room -= fill(ones, room, Differences::line);
        }
    }

    private Differences() {
        addClassName("differences");
    }

    /** The same for changes that are stored in the audit log as text. */
    public static Differences ofRecord(List<Change> changes) {
        var list = new Differences();
        list.fill(changes, Shortened.MOST, change -> line("", change.where(), change.before(), change.after()));
        return list;
    }

    /** Shows the first ones, a link for some more, and how many are left. @return how many were shown */
    private <T> int fill(List<T> ones, int room, Function<T, Component> line) {
        var shown = Markup.div("changes");
        add(shown);
        var first = Math.min(room, AT_ONCE);
        if (ones.size() <= first) {
            return Shortened.list(shown, ones, first, line);
        }
        ones.stream().limit(first).map(line).forEach(shown::add);
        var rest = Markup.div("changes");
        var details = new Details(Words.say("ui.change.more", ones.size() - first), rest);
        details.addOpenedChangeListener(opened -> {
            if (opened.isOpened() && rest.getComponentCount() == 0) {
                Shortened.list(rest, ones.subList(first, ones.size()), room - first, line);
            }
        });
        add(details);
        return Math.min(ones.size(), room);
    }

    private static Component line(RegistryDifference one) {
        var what = switch (one.kind()) {
            case KEY -> Words.say("ui.change.key");
            case VALUE -> Words.say("ui.change.value");
            case SECURITY_DESCRIPTOR -> Words.say("ui.change.descriptor");
        };
        var value = one.value();
        var where = one.path().value()
                + (value == null ? "" : " › " + (value.isEmpty() ? Words.say("ui.change.default") : value));
        return line(what, where, one.before(), one.after());
    }

    private static Component line(Difference.ServiceRun one) {
        return line("", Words.service(one), one.before(), one.after());
    }

    private static Component line(String what, String where, @Nullable String before, @Nullable String after) {
        var head = Markup.div("change-head");
        if (!what.isEmpty()) {
            head.add(Markup.text("small muted", what));
        }
        head.add(Markup.text("mono small wrap", Shortened.text(where)));
        return Markup.div(
                "change",
                head,
                Markup.div(
                        "ba",
                        Markup.text("vh", Words.say("ui.change.before")),
                        state("before", before),
                        Markup.icon("arrow-right"),
                        Markup.text("vh", Words.say("ui.change.after")),
                        state("after", after)));
    }

    private static Span state(String style, @Nullable String state) {
        if (state == null) {
            return Markup.text(style + " absent", Words.say("ui.change.absent." + style));
        }
        if (state.isEmpty()) {
            return Markup.text(style, Words.say("ui.change.present"));
        }
        var cut = state.length() > LONGEST
                ? Words.say("ui.change.cut", state.substring(0, LONGEST), state.length())
                : state;
        return Markup.text(style, cut);
    }
}
