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
import io.calmend.diagnosis.Diagnoses;
import io.calmend.diagnosis.Diagnoses.HostAccess;
import io.calmend.directory.ManagedHost;
import io.calmend.execution.Executions;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.OperationDefinition;
import io.calmend.signin.CurrentActor;
import io.calmend.signin.ScreenRefusals;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Headline;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Refusal;
import io.calmend.ui.parts.RegDownloads;
import io.calmend.ui.parts.Rules;
import io.calmend.ui.parts.Shortened;
import io.calmend.ui.parts.Words;
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
import java.util.Map;
import java.util.stream.Stream;

/** All that the portal knows of one computer: its last check, its runs, its backups, the permissions. */
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
                refusals.refused("page", typed, reason);
                refuse(typed, reason);
            }
            case HostName.Reading.Accepted(var name) -> {
                switch (diagnoses.open(currentActor.get(), name)) {
                    case HostAccess.Closed(var reason) -> refuse(typed, reason);
                    case HostAccess.Open(var host) ->
                        show(
                                host,
                                event.getLocation()
                                        .getQueryParameters()
                                        .getSingleParameter("tab")
                                        .orElse(""));
                }
            }
        }
    }

    private void refuse(String asked, FailureReason reason) {
        entitle(Words.say("ui.host.closed", asked));
        body.add(Refusal.of(reason, Markup.quietLink(Words.say("ui.case.other"), "search", Addresses.FIX)));
    }

    private void show(ManagedHost host, String wanted) {
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
        var shown = TABS.contains(wanted) ? wanted : TABS.getFirst();
        for (var tab : TABS) {
            var link = new Anchor(Addresses.host(host.name()) + "?tab=" + tab, Words.say("ui.host.tab." + tab));
            if (tab.equals(shown)) {
                link.getElement().setAttribute("aria-current", "page");
                // the link that was followed is gone with the tabs before
                link.getElement().executeJs("if (document.activeElement === document.body) this.focus()");
            }
            tabs.add(link);
        }
        body.add(
                tabs,
                switch (shown) {
                    case HISTORY -> history(host);
                    case BACKUPS -> saved(host);
                    case PERMISSIONS -> permissions(host);
                    default -> overview(host);
                });
    }

    private Component overview(ManagedHost host) {
        var latest = diagnoses.latest(currentActor.get(), host.objectId());
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

    private Component history(ManagedHost host) {
        var now = clock.instant();
        var lines = new ArrayList<HistoryLine>();
        executions
                .ofHost(currentActor.get(), host.objectId())
                .forEach(run -> lines.add(new HistoryLine(run.startedAt(), Headline.rowOfHost(run, now))));
        diagnoses
                .ofHost(currentActor.get(), host.objectId())
                .forEach(diagnosis -> lines.add(new HistoryLine(
                        diagnosis.at(),
                        Markup.row(
                                Headline.severity(diagnosis),
                                Words.say("ui.host.checked"),
                                Headline.sentence(diagnosis) + " · "
                                        + diagnosis.actor().displayName(),
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

    private Component saved(ManagedHost host) {
        var all = backups.ofHost(currentActor.get(), host.objectId());
        if (all.isEmpty()) {
            return Markup.div(
                    "card", Markup.empty(Words.say("ui.host.backups.none"), Words.say("ui.host.backups.none.detail")));
        }
        var restoring = catalog.all().stream()
                .filter(OperationDefinition::needsBackup)
                .map(OperationDefinition::key)
                .toList();
        var restore = delegations.decideAll(currentActor.get(), restoring, host).entrySet().stream()
                .filter(decided -> decided.getValue() instanceof Decision.Allowed)
                .map(Map.Entry::getKey)
                .toList();
        var card = Markup.div("card rows");
        Shortened.list(card, all, backup -> backup(backup, host, restore));
        return card;
    }

    private Component backup(Backup backup, ManagedHost host, List<OperationKey> restore) {
        var links = downloads.links(backup.id());
        restore.forEach(key -> links.addComponentAsFirst(Markup.quietLink(
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
                                Markup.text("", Words.say("ui.host.backup.holds", backup.keys(), backup.values())),
                                new Anchor(
                                        Addresses.run(backup.execution()),
                                        Words.say(
                                                "ui.run.crumb",
                                                backup.execution().toString())))),
                links);
    }

    private Component permissions(ManagedHost host) {
        var mine = new UnorderedList();
        mine.addClassName("evidence");
        var operations = Stream.concat(
                        Stream.of(Delegations.DIAGNOSE), catalog.all().stream().map(OperationDefinition::key))
                .toList();
        delegations
                .decideAll(currentActor.get(), operations, host)
                .forEach((operation, decision) -> mine.add(Rules.answer(operation, decision, host)));
        var here = new UnorderedList();
        here.addClassName("rule-list");
        delegations
                .rulesOn(currentActor.get(), host)
                .forEach(rule -> here.add(
                        new ListItem(Markup.text("strong", rule.name()), Markup.text("", Rules.sentence(rule)))));
        return Markup.div(
                "col",
                Markup.card("", Words.say("ui.host.permissions.you"), mine),
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
