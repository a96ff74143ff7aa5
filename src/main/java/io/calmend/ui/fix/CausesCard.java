package io.calmend.ui.fix;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.UnorderedList;
import io.calmend.diagnosis.Conclusion;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.licensing.Finding;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;

/** Shows what may be wrong, most likely first, each with its evidence. */
final class CausesCard extends Div {

    CausesCard(Diagnosis diagnosis) {
        var conclusion = Conclusion.of(diagnosis);
        addClassName("card");
        var list = new OrderedList();
        list.addClassName("causes");
        for (var finding : diagnosis.findings()) {
            list.add(cause(
                    finding, conclusion, finding.equals(diagnosis.findings().getFirst())));
        }
        add(new H2(Words.say(
                switch (conclusion) {
                    case Conclusion.InOrder _, Conclusion.OnlyCacheRead _ -> "ui.case.causes.sound";
                    case Conclusion.NotRead _, Conclusion.Repairable _, Conclusion.HandOver _, Conclusion.Open _ ->
                        "ui.case.causes";
                })));
        add(list);
    }

    private static ListItem cause(Finding finding, Conclusion conclusion, boolean first) {
        var severity = Headline.severity(finding);
        var sure = "ui.likelihood." + finding.likelihood();
        if (first && conclusion instanceof Conclusion.InOrder) {
            severity = Severity.OK;
            sure = "ui.likelihood.sound";
        } else if (first && conclusion instanceof Conclusion.OnlyCacheRead) {
            severity = Severity.UNKNOWN;
            sure = "ui.likelihood.partly";
        }
        var good = conclusion instanceof Conclusion.OnlyCacheRead ? Severity.IDLE : Severity.OK;
        var item = new ListItem(
                Markup.div(
                        "cause-head",
                        new H3(Words.title(finding)),
                        Markup.text("likely " + severity.style(), Words.say(sure))),
                Markup.text("muted", Words.why(finding)));
        item.addClassName("cause");
        if (!finding.askFirst().isEmpty()) {
            var ask = new UnorderedList();
            ask.addClassName("ask");
            for (var field : finding.askFirst()) {
                ask.add(new ListItem(Words.find("finding.ask." + field, field)));
            }
            item.add(Markup.div("ask-box", Markup.text("strong small", Words.say("ui.case.ask")), ask));
        }
        if (!finding.evidence().isEmpty()) {
            var evidence = new UnorderedList();
            evidence.addClassName("evidence");
            for (var one : finding.evidence()) {
                evidence.add(new ListItem(
                        Markup.dot(one.sound() ? good : Severity.FAIL),
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
