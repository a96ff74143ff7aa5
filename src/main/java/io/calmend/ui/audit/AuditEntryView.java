package io.calmend.ui.audit;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import io.calmend.audit.AuditReview;
import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Differences;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;

/** Shows one entry of the audit log: what happened, the values before and after, and its place in the hash chain. */
@Route(Addresses.AUDIT_LOG)
@PermitAll
@OpenTo({Role.MANAGER, Role.ADMINISTRATOR})
final class AuditEntryView extends Page implements HasUrlParameter<Long> {

    private static final Set<String> SAID_ABOVE = Set.of("execution", "failure");

    private final AuditSearch search;
    private final AuditReview review;
    private final CurrentActor currentActor;
    private final Div top = Markup.div("page-top");
    private final Div facts = Markup.div("facts");
    private final Div actions = Markup.div("head-actions");
    private final Div body = Markup.div("split");

    AuditEntryView(AuditSearch search, AuditReview review, CurrentActor currentActor) {
        this.search = search;
        this.review = review;
        this.currentActor = currentActor;
        add(top, Markup.div("page-head", Markup.div("", heading(), facts), actions), live(), body);
    }

    @Override
    public void setParameter(BeforeEvent event, Long number) {
        var found = search.entry(currentActor.get(), number);
        if (found.isEmpty()) {
            throw new NotFoundException();
        }
        review.reads(currentActor.get(), "entry=" + number);
        show(found.get());
    }

    private void show(AuditEntry entry) {
        top.removeAll();
        top.add(Markup.crumbs(
                Words.say("ui.audit.title"), Addresses.AUDIT_LOG, Words.say("ui.audit.entry", entry.number())));
        entitle(Entries.sentence(entry));
        facts.removeAll();
        facts.add(
                Markup.badge(Entries.severity(entry), Entries.outcome(entry.outcome())),
                Markup.text("", entry.actorName()),
                Markup.text("sep muted", Moments.exactlyAt(entry.at())));
        actions.removeAll();
        if (entry.number() > 1) {
            actions.add(new Anchor(Addresses.entry(entry.number() - 1), Words.say("ui.audit.before")));
        }
        if (search.entry(currentActor.get(), entry.number() + 1).isPresent()) {
            actions.add(new Anchor(Addresses.entry(entry.number() + 1), Words.say("ui.audit.after")));
        }
        body.removeAll();
        body.add(Markup.div("col", what(entry), record(entry)), Markup.div("col side", chain(entry)));
    }

    private static Div what(AuditEntry entry) {
        var card = Markup.card(
                "",
                Words.say("ui.audit.what"),
                Markup.fact(Words.say("ui.audit.who"), entry.actorName() + " (" + entry.actorAccount() + ")"));
        var host = entry.host();
        if (host != null) {
            card.add(Markup.fact(Words.say("ui.audit.column.host"), host));
        }
        var execution = entry.execution();
        if (execution != null) {
            card.add(Markup.fact(
                    Words.say("ui.audit.run"), new Anchor(Addresses.run(execution), Visible.of(execution.toString()))));
        }
        var failure = entry.failure();
        if (failure != null) {
            card.add(Markup.fact(Words.say("ui.audit.failure"), Words.what(failure)));
        }
        entry.facts().forEach((name, value) -> {
            if (!SAID_ABOVE.contains(name)) {
                card.add(Markup.fact(
                        Words.find("audit.fact." + name, name),
                        Markup.text("wrap", name.equals("finding") ? Entries.finding(value) : value)));
            }
        });
        if (!entry.changes().isEmpty()) {
            card.add(Differences.ofRecord(entry.changes()));
        }
        return card;
    }

    private static Div record(AuditEntry entry) {
        var raw = Markup.lines("exact", Words.say("ui.audit.record"), List.of(entry.document()));
        return Markup.card(
                "", Words.say("ui.audit.record"), Markup.text("muted", Words.say("ui.audit.record.detail")), raw);
    }

    private static Div chain(AuditEntry entry) {
        return Markup.card(
                "quiet",
                Words.say("ui.audit.chain"),
                Markup.fact(Words.say("ui.audit.number"), Long.toString(entry.number())),
                Markup.fact(Words.say("ui.audit.hash"), Markup.text("mono small wrap", entry.hash())),
                Markup.fact(Words.say("ui.audit.previous"), Markup.text("mono small wrap", entry.previousHash())));
    }
}
