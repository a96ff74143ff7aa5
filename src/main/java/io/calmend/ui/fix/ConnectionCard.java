package io.calmend.ui.fix;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import java.time.Duration;

/** Shows the connection to the host, layer by layer; collapsed if all layers are in order. */
final class ConnectionCard extends Div {

    ConnectionCard(ConnectionReport report) {
        addClassNames("card", "connection");
        var list = new UnorderedList();
        list.addClassName("evidence");
        for (var step : report.steps()) {
            var failure = step.failure();
            var words = Markup.div("row-main", Markup.text("", Words.say("ui.layer." + step.layer())));
            if (failure != null) {
                words.add(Markup.text("strong small", Words.what(failure)));
            }
            if (!step.detail().isEmpty()) {
                words.add(Markup.text("mono small wrap muted", step.detail()));
            }
            list.add(new ListItem(
                    Markup.dot(failure == null ? Severity.OK : Severity.UNKNOWN),
                    words,
                    Markup.text("muted small took", Moments.took(Duration.ofMillis(step.milliseconds())))));
        }
        var failed = report.failed();
        var details = new Details(
                failed == null
                        ? Words.say("ui.case.connection.clear", report.steps().size())
                        : Words.say("ui.case.connection.blocked", Words.say("ui.layer." + failed.layer())),
                list);
        details.setOpened(failed != null);
        add(new H2(Words.say("ui.case.connection")), details);
    }
}
