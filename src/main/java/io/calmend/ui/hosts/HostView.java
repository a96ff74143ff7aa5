package io.calmend.ui.hosts;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.calmend.backup.Backups;
import io.calmend.backup.Backups.Backup;
import io.calmend.delegation.Delegations;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.delegation.Delegations.Rule;
import io.calmend.diagnosis.Diagnoses;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.diagnosis.Diagnoses.HostAccess;
import io.calmend.directory.ManagedHost;
import io.calmend.execution.Executions;
import io.calmend.execution.Executions.Execution;
import io.calmend.operation.Operation;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Parameter;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.ScreenRefusals;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Newest;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Refusal;
import io.calmend.ui.parts.RegDownloads;
import io.calmend.ui.parts.Rules;
import io.calmend.ui.parts.Shortened;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows what is known about one computer: its last check, its runs, its backups, the permissions. */
@Route("host/:name")
@PermitAll
@OpenTo(Role.HELPDESK)
final class HostView extends Page implements BeforeEnterObserver {

    private static final String HISTORY = "history";
    private static final String BACKUPS = "backups";
    private static final String PERMISSIONS = "permissions";
    private static final List<String> TABS = List.of("overview", HISTORY, BACKUPS, PERMISSIONS);

    private final Diagnoses diagnoses;
    private final Executions executions;
    private final Backups backups;
    private final Delegations delegations;
    private final OperationCatalog catalog;
    private final RegDownloads downloads;
    private final ScreenRefusals refusals;
    private final CurrentActor currentActor;
    private final Clock clock;

    private final Newest pages = new Newest(this);
    private final Div top = Markup.div("page-top");
    private final Div facts = Markup.div("facts");
    private final Div actions = Markup.div("head-actions");
    private final Div body = Markup.div("col wide");

    HostView(
            Diagnoses diagnoses,
            Executions executions,
            Backups backups,
            Delegations delegations,
            OperationCatalog catalog,
            RegDownloads downloads,
            ScreenRefusals refusals,
            CurrentActor currentActor,
            Clock clock) {
        this.diagnoses = diagnoses;
        this.executions = executions;
        this.backups = backups;
        this.delegations = delegations;
        this.catalog = catalog;
        this.downloads = downloads;
        this.refusals = refusals;
        this.currentActor = currentActor;
        this.clock = clock;
        add(top, Markup.div("page-head", Markup.div("", heading(), facts), actions), live(), body);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var typed = event.getRouteParameters().get("name").orElse("");
        top.removeAll();
        facts.removeAll();
        actions.removeAll();
        body.removeAll();
        top.add(Markup.crumbs(Words.say("ui.menu.fix"), Addresses.FIX, Words.say("ui.host.crumb")));
        switch (HostName.read(typed)) {
            case HostName.Reading.Refused(var reason) -> {
                pages.forget();
                refusals.refused("page", typed, reason);
                refuse(typed, reason);
            }
            case HostName.Reading.Accepted(var name) -> {
                var tab = event.getLocation()
                        .getQueryParameters()
                        .getSingleParameter("tab")
                        .filter(TABS::contains)
                        .orElse(TABS.getFirst());
                open(name, typed, tab);
            }
        }
    }

    private void open(HostName name, String typed, String tab) {
        entitle(name.shortName().toUpperCase(Locale.ROOT));
        var waiting = Markup.waiting(Words.say("ui.loading"), Words.say("ui.loading.detail"));
        body.add(waiting);
        var actor = currentActor.get();
        pages.ask(() -> read(actor, name, tab), waiting::removeFromParent, found -> {
            switch (found) {
                case Closed(var reason) -> {
                    refuse(typed, reason);
                    live().say(heading().getText());
                }
                case Opened(var host, var content) -> show(host, tab, content);
            }
        });
    }

    private sealed interface Found permits Closed, Opened {}

    private record Closed(FailureReason reason) implements Found {}

    private record Opened(ManagedHost host, Content content) implements Found {}

    /** What one tab shows. */
    private sealed interface Content permits Overview, History, Saved, Permissions {}

    private record Overview(Optional<Diagnosis> latest) implements Content {}

    private record History(List<Execution> runs, List<Diagnosis> checks) implements Content {}

    /** @param restore the operations with which this person may restore one */
    private record Saved(List<Backup> backups, List<OperationKey> restore) implements Content {}

    private record Permissions(Map<OperationKey, Decision> mine, List<Rule> rules) implements Content {}

    /** Everything that the directory has to be asked for, so not while the session is held. */
    private Found read(Actor actor, HostName name, String tab) {
        return switch (diagnoses.open(actor, name)) {
            case HostAccess.Closed(var reason) -> new Closed(reason);
            case HostAccess.Open(var host) -> new Opened(host, read(actor, host, tab));
        };
    }

    private Content read(Actor actor, ManagedHost host, String tab) {
        var id = host.objectId();
        return switch (tab) {
            case HISTORY -> new History(executions.ofHost(actor, id), diagnoses.ofHost(actor, id));
            case BACKUPS -> new Saved(backups.ofHost(actor, id), restoring(actor, host));
            case PERMISSIONS ->
                new Permissions(delegations.decideAll(actor, operations(), host), delegations.rulesOn(actor, host));
            default -> new Overview(diagnoses.latest(actor, id));
        };
    }

    private List<OperationKey> operations() {
        return Stream.concat(
                        Stream.of(Delegations.DIAGNOSE), catalog.all().stream().map(Operation::key))
                .toList();
    }

    private List<OperationKey> restoring(Actor actor, ManagedHost host) {
        var operations = catalog.all().stream()
                .filter(operation -> operation.needs(new Parameter.Backup()))
                .map(Operation::key)
                .toList();
        return delegations.decideAll(actor, operations, host).entrySet().stream()
                .filter(decided -> decided.getValue() instanceof Decision.Allowed)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void refuse(String asked, FailureReason reason) {
        entitle(Words.say("ui.host.closed", asked));
        body.add(Refusal.of(reason, Markup.quietLink(Words.say("ui.case.other"), "search", Addresses.FIX)));
    }

    private void show(ManagedHost host, String shown, Content content) {
        entitle(host.name());
        facts.add(Markup.code(host.dnsName().value()));
        if (!host.operatingSystem().isEmpty()) {
            facts.add(Markup.text("sep", host.operatingSystem()));
        }
        if (!host.description().isEmpty()) {
            facts.add(Markup.text("sep muted", host.description()));
        }
        actions.add(Markup.primaryLink(Words.say("ui.host.check"), "stethoscope", Addresses.check(host.dnsName())));

        var tabs = new Nav();
        tabs.addClassName("tabs");
        tabs.getElement().setAttribute("aria-label", Words.say("ui.host.tabs"));
        for (var tab : TABS) {
            var link = new Anchor(Addresses.host(host.name()) + "?tab=" + tab, Words.say("ui.host.tab." + tab));
            if (tab.equals(shown)) {
                link.getElement().setAttribute("aria-current", "page");
                // the link that had the focus was removed together with the old tabs
                link.getElement().executeJs("if (document.activeElement === document.body) this.focus()");
            }
            tabs.add(link);
        }
        body.add(
                tabs,
                switch (content) {
                    case Overview(var latest) -> overview(host, latest);
                    case History(var runs, var checks) -> history(runs, checks);
                    case Saved(var all, var restore) -> saved(host, all, restore);
                    case Permissions(var mine, var rules) -> permissions(host, mine, rules);
                });
    }

    private Component overview(ManagedHost host, Optional<Diagnosis> latest) {
        if (latest.isEmpty()) {
            return Markup.div(
                    "card", Markup.empty(Words.say("ui.host.unchecked"), Words.say("ui.host.unchecked.detail")));
        }
        var diagnosis = latest.get();
        var severity = Headline.severity(diagnosis);
        var card = Markup.div(
                "card",
                Markup.text("eyebrow", Words.say("ui.host.last")),
                Markup.div("conclusion", Markup.dot(severity), new H2(Visible.of(Headline.sentence(diagnosis)))),
                Markup.text(
                        "muted",
                        Words.say(
                                "ui.host.last.detail",
                                Moments.ago(diagnosis.at(), clock.instant()),
                                diagnosis.actor().displayName())),
                Markup.div(
                        "links",
                        Markup.quietLink(
                                Words.say("ui.host.last.open"), "file-text", Addresses.diagnosis(diagnosis.id()))));
        return Markup.div("col", card, inDirectory(host));
    }

    private static Component inDirectory(ManagedHost host) {
        return Markup.card(
                "quiet",
                Words.say("ui.host.directory"),
                Markup.fact(Words.say("ui.host.name"), host.name()),
                Markup.fact(
                        Words.say("ui.host.dns"),
                        Markup.text("mono small wrap", host.dnsName().value())),
                Markup.fact(Words.say("ui.host.dn"), Markup.text("mono small wrap", host.distinguishedName())),
                Markup.fact(
                        Words.say("ui.host.guid"),
                        Markup.text("mono small wrap", host.objectId().toString())));
    }

    private record HistoryLine(Instant at, Component row) {}

    private Component history(List<Execution> runs, List<Diagnosis> checks) {
        var now = clock.instant();
        var lines = new ArrayList<HistoryLine>();
        runs.forEach(run -> lines.add(new HistoryLine(run.startedAt(), Headline.rowOfHost(run, now))));
        checks.forEach(diagnosis -> lines.add(new HistoryLine(
                diagnosis.at(),
                Markup.row(
                        Headline.severity(diagnosis),
                        Words.say("ui.host.checked"),
                        Headline.sentence(diagnosis) + " · " + diagnosis.actor().displayName(),
                        Moments.ago(diagnosis.at(), now),
                        Addresses.diagnosis(diagnosis.id())))));
        if (lines.isEmpty()) {
            return Markup.div(
                    "card", Markup.empty(Words.say("ui.host.history.none"), Words.say("ui.host.history.none.detail")));
        }
        var card = Markup.div("card rows");
        Shortened.list(
                card,
                lines.stream()
                        .sorted(Comparator.comparing(HistoryLine::at).reversed())
                        .toList(),
                HistoryLine::row);
        return card;
    }

    private Component saved(ManagedHost host, List<Backup> all, List<OperationKey> restore) {
        if (all.isEmpty()) {
            return Markup.div(
                    "card", Markup.empty(Words.say("ui.host.backups.none"), Words.say("ui.host.backups.none.detail")));
        }
        var card = Markup.div("card rows");
        Shortened.list(card, all, backup -> backup(backup, host, restore));
        return card;
    }

    private Component backup(Backup backup, ManagedHost host, List<OperationKey> restore) {
        var links = backup.size().isOfServicesOnly() ? Markup.div("links") : downloads.links(backup.id());
        var restoring = backup.size().isOfServicesOnly() ? List.<OperationKey>of() : restore;
        restoring.forEach(key -> links.addComponentAsFirst(Markup.quietLink(
                Words.say("ui.host.restore"), "undo-2", Addresses.repair(host.name(), key, null, backup.id()))));
        return Markup.div(
                "backup",
                Markup.div(
                        "row-main",
                        Markup.div(
                                "backup-head",
                                Markup.text("strong", Moments.at(backup.at())),
                                Markup.code(backup.id().toString())),
                        Markup.div(
                                "muted small",
                                Markup.text("", Words.say("ui.host.backup.holds", Words.size(backup.size()))),
                                new Anchor(
                                        Addresses.run(backup.execution()),
                                        Words.say(
                                                "ui.run.crumb",
                                                backup.execution().toString())))),
                links);
    }

    private static Component permissions(ManagedHost host, Map<OperationKey, Decision> mine, List<Rule> rules) {
        var yours = new UnorderedList();
        yours.addClassName("evidence");
        mine.forEach((operation, decision) -> yours.add(Rules.answer(operation, decision, host)));
        var here = new UnorderedList();
        here.addClassName("rule-list");
        rules.forEach(rule ->
                here.add(new ListItem(Markup.text("strong", rule.name()), Markup.text("", Rules.sentence(rule)))));
        return Markup.div(
                "col",
                Markup.card("", Words.say("ui.host.permissions.you"), yours),
                Markup.card(
                        "",
                        Words.say("ui.host.permissions.rules"),
                        here.getComponentCount() > 0
                                ? here
                                : Markup.empty(
                                        Words.say("ui.host.permissions.none"),
                                        Words.say("ui.host.permissions.none.detail"))));
    }
}
