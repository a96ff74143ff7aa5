package io.calmend.ui.audit;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import io.calmend.audit.AuditReview;
import io.calmend.audit.AuditSearch;
import io.calmend.audit.AuditSearch.AuditEntry;
import io.calmend.audit.AuditSearch.Filter;
import io.calmend.audit.AuditSearch.Outcome;
import io.calmend.signin.CurrentActor;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Background;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.OpenTo;
import io.calmend.ui.parts.Page;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Role;
import io.calmend.vocabulary.Visible;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows the audit log, newest entries first, with the filter in the address. Reading it is logged too. */
@Route(Addresses.AUDIT_LOG)
@PermitAll
@OpenTo({Role.MANAGER, Role.ADMINISTRATOR})
final class AuditLogView extends Page implements BeforeEnterObserver {

    private static final int PAGE = 50;
    private static final int WIDE = 720;
    private static final int LONGEST_TEXT = 100;
    private static final int MONDAY = 1;

    private final AuditSearch search;
    private final AuditReview review;
    private final CurrentActor currentActor;

    private final Div badges = Markup.div("facts");
    private final Div answer = Markup.div("answer");
    private final TextField text = new TextField();
    private final DatePicker from = new DatePicker();
    private final DatePicker until = new DatePicker();
    private final Select<Outcome> outcome = new Select<>();
    private final Grid<AuditEntry> grid = new Grid<>();
    private final Div empty = Markup.div("");
    private final Button verify;
    private @Nullable UUID host;
    private Filter filter = Filter.ALL;
    private boolean reading;

    AuditLogView(AuditSearch search, AuditReview review, CurrentActor currentActor) {
        this.search = search;
        this.review = review;
        this.currentActor = currentActor;
        entitle(Words.say("ui.audit.title"));
        addClassName("audit");
        verify = new Button(Words.say("ui.audit.verify"), Markup.icon("shield-check"), _ -> verify());

        text.setPlaceholder(Words.say("ui.audit.text.example"));
        text.setAriaLabel(Words.say("ui.audit.text"));
        text.setPrefixComponent(Markup.icon("search"));
        text.setClearButtonVisible(true);
        text.setMaxLength(LONGEST_TEXT);
        text.setValueChangeMode(ValueChangeMode.LAZY);
        text.addClassName("grow");
        from.setAriaLabel(Words.say("ui.audit.from"));
        from.setPlaceholder(Words.say("ui.audit.from"));
        from.setClearButtonVisible(true);
        until.setAriaLabel(Words.say("ui.audit.until"));
        until.setPlaceholder(Words.say("ui.audit.until"));
        until.setClearButtonVisible(true);
        outcome.setItems(Outcome.values());
        outcome.setItemLabelGenerator(
                one -> Visible.of(one == null ? Words.say("ui.audit.outcome.all") : Entries.outcome(one)));
        outcome.setEmptySelectionAllowed(true);
        outcome.setEmptySelectionCaption(Words.say("ui.audit.outcome.all"));
        outcome.setPlaceholder(Words.say("ui.audit.outcome.all"));
        outcome.setAriaLabel(Words.say("ui.audit.outcome"));
        for (var day : List.of(from, until)) {
            day.setLocale(Locale.UK);
            day.setI18n(new DatePicker.DatePickerI18n().setFirstDayOfWeek(MONDAY));
        }
        text.addValueChangeListener(_ -> filtered());
        from.addValueChangeListener(_ -> filtered());
        until.addValueChangeListener(_ -> filtered());
        outcome.addValueChangeListener(_ -> filtered());

        buildGrid();
        add(
                Markup.div("page-head", Markup.div("", heading(), badges), Markup.div("head-actions", verify)),
                live(),
                answer,
                Markup.div("card", Markup.div("filters", text, from, until, outcome), empty, grid));
    }

    private void buildGrid() {
        grid.addThemeVariants(GridVariant.NO_BORDER);
        grid.getElement().setAttribute("aria-label", Words.say("ui.audit.grid"));
        grid.setPageSize(PAGE);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(AuditLogView::what)
                .setHeader(Words.say("ui.audit.column.what"))
                .setFlexGrow(6)
                .setWidth("18rem");
        grid.addColumn(entry -> Visible.of(orDash(entry.host())))
                .setHeader(Words.say("ui.audit.column.host"))
                .setFlexGrow(1)
                .setWidth("8rem")
                .setPartNameGenerator(_ -> "mono-cell");
        grid.addColumn(entry -> Visible.of(orDash(entry.ticket())))
                .setHeader(Words.say("ui.audit.column.ticket"))
                .setFlexGrow(1)
                .setWidth("8rem");
        grid.addColumn(entry -> Moments.exactlyAt(entry.at()))
                .setHeader(Words.say("ui.audit.column.time"))
                .setFlexGrow(0)
                .setWidth("15rem")
                .setPartNameGenerator(_ -> "mono-cell");
        grid.addItemClickListener(click ->
                getUI().orElseThrow().navigate(Addresses.entry(click.getItem().number())));
        grid.setItems(DataProvider.fromCallbacks(
                query -> search.find(currentActor.get(), filter, query.getOffset(), query.getLimit()).stream(),
                _ -> (int) Math.min(Integer.MAX_VALUE, search.count(currentActor.get(), filter))));
    }

    private static Component what(AuditEntry entry) {
        var link = new Anchor(Addresses.entry(entry.number()), Visible.of(Entries.sentence(entry)));
        link.addClassName("strong");
        return Markup.div(
                "who-cell",
                Markup.dot(Entries.severity(entry), Entries.outcome(entry.outcome())),
                Markup.div(
                        "",
                        link,
                        Markup.text("muted small who", entry.actorName()),
                        Markup.text(
                                "muted small narrow",
                                entry.actorName() + " · " + orDash(entry.host()) + " · "
                                        + Moments.exactlyAt(entry.at()))));
    }

    private static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? Words.say("ui.dash") : text;
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        var page = event.getUI().getPage();
        fit(page.getExtendedClientDetails().getWindowInnerWidth());
        var registration = page.addBrowserWindowResizeListener(resize -> fit(resize.getWidth()));
        addDetachListener(detach -> {
            registration.remove();
            detach.unregisterListener();
        });
    }

    /** On a phone one column holds everything. */
    private void fit(int width) {
        var wide = width <= 0 || width > WIDE;
        grid.getColumns().stream().skip(1).forEach(column -> column.setVisible(wide));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var query = event.getLocation().getQueryParameters();
        reading = true;
        text.setValue(query.getSingleParameter("text")
                .map(typed -> typed.substring(0, Math.min(typed.length(), LONGEST_TEXT)))
                .orElse(""));
        from.setValue(
                query.getSingleParameter("from").flatMap(AuditLogView::day).orElse(null));
        until.setValue(
                query.getSingleParameter("until").flatMap(AuditLogView::day).orElse(null));
        outcome.setValue(query.getSingleParameter("outcome")
                .flatMap(word -> Arrays.stream(Outcome.values())
                        .filter(one -> one.name().equals(word))
                        .findFirst())
                .orElse(null));
        host = query.getSingleParameter("host").flatMap(AuditLogView::id).orElse(null);
        reading = false;
        filter = new Filter(
                text.getValue().isBlank() ? null : text.getValue().strip(),
                startOf(from.getValue()),
                startOf(until.getValue() == null ? null : until.getValue().plusDays(1)),
                outcome.getValue(),
                null,
                host);
        review.reads(currentActor.get(), query.getQueryString());
        show();
    }

    private static @Nullable Instant startOf(@Nullable LocalDate day) {
        return day == null ? null : day.atStartOfDay(Moments.zone()).toInstant();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Puts the filter into the address, so that it can be bookmarked and sent to somebody. */
    private void filtered() {
        if (reading) {
            return;
        }
        var query = new LinkedHashMap<String, String>();
        put(query, "text", text.getValue());
        put(query, "from", from.getValue());
        put(query, "until", until.getValue());
        put(query, "outcome", outcome.getValue());
        put(query, "host", host);
        getUI().orElseThrow().navigate(Addresses.AUDIT_LOG, QueryParameters.simple(query));
    }

    private static void put(Map<String, String> query, String name, @Nullable Object value) {
        var word = value == null ? "" : value.toString().strip();
        if (!word.isEmpty()) {
            query.put(name, word);
        }
    }

    private void show() {
        badges.removeAll();
        var last = review.lastVerification(currentActor.get());
        badges.add(Integrity.badge(last), Markup.text("muted", Integrity.words(last)));
        var count = search.count(currentActor.get(), filter);
        empty.removeAll();
        if (count == 0) {
            empty.add(
                    Markup.empty(Words.say("ui.audit.none"), Words.say("ui.audit.none.detail")),
                    Markup.quietLink(Words.say("ui.audit.none.clear"), "filter", Addresses.AUDIT_LOG));
        }
        grid.setVisible(count > 0);
        grid.getDataProvider().refreshAll();
        live().say(Words.say("ui.audit.count", count));
    }

    private void verify() {
        verify.setEnabled(false);
        live().say(Words.say("ui.audit.verifying"));
        verify.setText(Words.say("ui.audit.verifying"));
        var person = currentActor.get();
        Runnable over = () -> {
            verify.setEnabled(true);
            verify.setText(Words.say("ui.audit.verify"));
        };
        Background.run(this, () -> review.verify(person), over, result -> {
            answer.removeAll();
            answer.add(Integrity.banner(result));
            show();
            var broken = result.broken();
            live().say(
                            broken == null
                                    ? Words.say("ui.audit.whole.strong", result.entries())
                                    : Words.say("ui.audit.broken.strong", broken));
        });
    }
}
