package io.calmend.ui.health;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.Route;
import io.calmend.health.CheckOutcome;
import io.calmend.health.CheckResult;
import io.calmend.health.Health;
import io.calmend.health.HealthCheck.Occasion;
import io.calmend.health.HealthReport;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Background;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;

/** Shows administrators the results of all checks of the settings, including what was not checked. */
@Route(Addresses.HEALTH)
@PermitAll
@OpenTo(Role.ADMINISTRATOR)
final class HealthView extends Page {

    private final Health health;
    private final Actor person;
    private final Clock clock;

    private final Button again;
    private final Div when = Markup.div("facts");
    private final Div results = Markup.div("col");

    HealthView(Health health, CurrentActor currentActor, Clock clock) {
        this.health = health;
        this.person = currentActor.get();
        this.clock = clock;
        entitle(Words.say("ui.health.title"));
        again = Markup.primary(Words.say("ui.health.again"), "activity", this::check);
        add(
                Markup.div(
                        "page-head",
                        Markup.div(
                                "",
                                heading(),
                                Markup.div("facts", Markup.text("muted", Words.say("ui.health.detail"))),
                                when),
                        again),
                live(),
                results);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        health.latest(person).ifPresentOrElse(this::show, this::check);
    }

    private void check() {
        again.setEnabled(false);
        results.getElement().setAttribute("aria-busy", "true");
        if (results.getComponentCount() == 0) {
            results.add(Markup.div(
                    "card", Markup.empty(Words.say("ui.health.running"), Words.say("ui.health.running.detail"))));
        }
        live().say(Words.say("ui.health.running"));
        Background.run(this, () -> health.checkAgain(person), this::rest, this::show);
    }

    private void rest() {
        again.setEnabled(true);
        results.getElement().removeAttribute("aria-busy");
    }

    private void show(HealthReport report) {
        results.removeAll();
        when.removeAll();
        when.add(Markup.text(
                "muted",
                Words.say(
                        report.occasion() == Occasion.START ? "ui.health.at-start" : "ui.health.at",
                        Moments.at(report.at()),
                        Moments.ago(report.at(), clock.instant()))));
        var failed = report.count(CheckOutcome.FAILED);
        var warnings = report.count(CheckOutcome.WARNING);
        var summary = Words.say(
                "ui.health.summary",
                report.count(CheckOutcome.OK),
                warnings,
                failed,
                report.count(CheckOutcome.NOT_CHECKED));
        var severity = failed > 0
                ? Severity.FAIL
                : warnings > 0
                        ? Severity.WARN
                        : report.count(CheckOutcome.NOT_CHECKED) > 0 ? Severity.UNKNOWN : Severity.OK;
        results.add(Markup.banner(severity, Words.say("ui.health.severity." + severity), summary));
        for (var area : report.areas()) {
            results.add(card(area));
        }
        live().say(summary);
    }

    private static Component card(HealthReport.Area area) {
        var list = new UnorderedList();
        list.addClassNames("evidence", "health");
        for (var result : area.results()) {
            list.add(line(result));
        }
        return Markup.card("", Words.say("ui.health.area." + area.name()), list);
    }

    private static ListItem line(CheckResult result) {
        var severity = switch (result.outcome()) {
            case OK -> Severity.OK;
            case WARNING -> Severity.WARN;
            case FAILED -> Severity.FAIL;
            case NOT_CHECKED -> Severity.UNKNOWN;
        };
        var word = Words.say("ui.health.outcome." + result.outcome());
        return new ListItem(
                Markup.dot(severity, word),
                Markup.div(
                        "row-main",
                        Markup.text("strong wrap", result.subject()),
                        Markup.text("muted", result.sentence())),
                Markup.text("muted small", word));
    }
}
