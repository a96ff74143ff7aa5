package io.calmend.ui.fix;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.UnorderedList;
import io.calmend.licensing.Finding;
import io.calmend.ui.parts.Mark;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Verdict;
import io.calmend.ui.parts.Words;
import java.util.List;

/** What may be wrong, most likely first, each with what speaks for it. */
final class CausesCard extends Div {

    CausesCard(List<Finding> findings) {
        addClassName("card");
        var list = new OrderedList();
        list.addClassName("causes");
        for (var finding : findings) {
            list.add(cause(finding, finding.equals(findings.getFirst())));
        }
        add(new H2(Words.say(
                findings.size() == 1 && Verdict.isHealthy(findings.getFirst())
                        ? "ui.case.causes.sound"
                        : "ui.case.causes")));
        add(list);
    }

    private static ListItem cause(Finding finding, boolean first) {
        var sure = Markup.text(
                "likely " + Verdict.mark(finding).style(),
                Verdict.isHealthy(finding)
                        ? Words.say("ui.likelihood.sound")
                        : Words.say("ui.likelihood." + finding.likelihood()));
        var item = new ListItem(
                Markup.div("cause-head", new H3(Words.title(finding)), sure), Markup.text("muted", Words.why(finding)));
        item.addClassName("cause");
        if (!finding.askFirst().isEmpty()) {
            var ask = new UnorderedList();
            ask.addClassName("ask");
            for (var field : finding.askFirst()) {
                ask.add(new ListItem(Words.find("finding.ask." + field).orElse(field)));
            }
            item.add(Markup.div("ask-box", Markup.text("strong small", Words.say("ui.case.ask")), ask));
        }
        if (!finding.evidence().isEmpty()) {
            var evidence = new UnorderedList();
            evidence.addClassName("evidence");
            for (var one : finding.evidence()) {
                evidence.add(new ListItem(
                        Markup.dot(one.sound() ? Mark.OK : Mark.FAIL),
                        Markup.text("mono small", one.text()),
                        Markup.text("muted small where", one.where())));
            }
            var details =
                    new Details(Words.say("ui.case.evidence", finding.evidence().size()), evidence);
            details.setOpened(first);
            item.add(details);
        }
        return item;
    }
}
