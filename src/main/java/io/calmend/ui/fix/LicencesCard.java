package io.calmend.ui.fix;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.details.DetailsVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import io.calmend.licensing.ClientLicence;
import io.calmend.licensing.ClientStore;
import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.LicenceDecoding;
import io.calmend.licensing.LicenceState;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Shortened;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.RegistryView;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Shows every licence in the cache, decoded, for both registry views. */
final class LicencesCard extends Div {

    private final ClientStore store;
    private final Instant at;
    private int room = Shortened.MOST;

    /** @param at when the cache was read, against which validity is judged */
    LicencesCard(ClientStore store, Instant at) {
        this.store = store;
        this.at = at;
        addClassNames("card", "licences");
        add(new H2(Words.say("ui.licence.cache")));
        show(RegistryView.REGISTRY64, store.view64());
        if (store.view32() != null) {
            // on 32-bit Windows both views are the same, and the other was shown already
            show(RegistryView.REGISTRY32, store.view32());
        }
    }

    static String words(@Nullable View view) {
        if (view == null || (view.unreadable().isEmpty() && view.unknown().contains(Part.LICENCES))) {
            return Words.say("ui.licence.view.unknown");
        }
        if (!view.unreadable().isEmpty()) {
            return Words.say("ui.licence.view.unreadable", view.unreadable().size());
        }
        return view.present()
                ? Words.say("ui.licence.view.count", view.licences().size())
                : Words.say("ui.licence.view.absent");
    }

    private Severity severity(CachedLicence licence, View view) {
        var state = CacheState.of(LicenceState.of(licence, view, store, at));
        return store.runsServer() ? state.severityOnServer() : state.severity();
    }

    private void show(RegistryView which, @Nullable View view) {
        var head = Markup.div("view-head", new H3(Words.view(which)), Markup.text("muted small", words(view)));
        var box = Markup.div("view", head);
        if (view != null) {
            if (view.hardwareId() != null) {
                box.add(Markup.div(
                        "fact",
                        Markup.text("muted", Words.say("ui.licence.hwid")),
                        Markup.text("mono small wrap", view.hardwareId().toString())));
            }
            room -= Shortened.list(box, view.licences(), room, licence -> licence(licence, view));
            room -= Shortened.list(box, view.unreadable(), room, LicencesCard::unreadable);
        }
        add(box);
    }

    private static Component unreadable(String path) {
        return Markup.div(
                "notice",
                Markup.dot(Severity.UNKNOWN),
                Markup.div(
                        "",
                        Markup.text("strong", Words.say("ui.licence.key.unreadable")),
                        Markup.text("mono small wrap", Shortened.text(path))));
    }

    private Component licence(CachedLicence cached, View view) {
        return switch (cached.decoding()) {
            case LicenceDecoding.Unreadable(var problem, var bytes) ->
                details(
                        cached,
                        severity(cached, view),
                        Words.say("ui.licence.unreadable"),
                        Words.say("ui.licence.unreadable.detail", bytes),
                        () -> Markup.div("facts-list", Markup.fact(Words.say("ui.licence.problem"), problem)));
            case LicenceDecoding.Decoded(var licence) ->
                details(
                        cached,
                        severity(cached, view),
                        kind(licence),
                        summary(licence),
                        () -> facts(cached, view, licence));
        };
    }

    /** @param content created when it is expanded: fifty of them would be most of the page */
    private Details details(
            CachedLicence cached, Severity severity, String strong, String detail, Supplier<Component> content) {
        var summary = Markup.div(
                "licence-head",
                Markup.dot(severity),
                Markup.div(
                        "row-main",
                        Markup.div(
                                "licence-name",
                                Markup.text("strong", strong),
                                Markup.code(Shortened.text(cached.key()))),
                        Markup.text("muted small", detail)));
        var inside = Markup.div("");
        var details = new Details(summary, inside);
        details.addOpenedChangeListener(opened -> {
            if (opened.isOpened() && inside.getComponentCount() == 0) {
                inside.add(content.get());
            }
        });
        details.addThemeVariants(DetailsVariant.REVERSE);
        details.addClassNames("log", "licence");
        return details;
    }

    private static String kind(ClientLicence licence) {
        return Words.say(licence.temporary() ? "ui.licence.temporary" : "ui.licence.permanent");
    }

    private String summary(ClientLicence licence) {
        var until = Moments.dayOf(licence.validUntil());
        var days = Math.abs(Duration.between(at, licence.validUntil()).toDays());
        var validity = licence.expiredAt(at)
                ? Words.say("ui.licence.expired", until, days)
                : Words.say("ui.licence.valid", until, days);
        return Words.say("ui.licence.issuedby", orDash(licence.issuer())) + " · " + validity;
    }

    private Component facts(CachedLicence cached, View view, ClientLicence licence) {
        var foreign = LicenceState.of(cached, view, store, at) == LicenceState.OF_ANOTHER_COMPUTER;
        var machine = foreign
                ? Markup.badge(Severity.WARN, Words.say("ui.licence.machine.other", licence.machine()))
                : Markup.text("", orDash(licence.machine()));
        var list = Markup.div(
                "facts-list",
                Markup.fact(Words.say("ui.licence.issuer"), orDash(licence.issuer())),
                Markup.fact(Words.say("ui.licence.scope"), orDash(licence.scope())),
                Markup.fact(Words.say("ui.licence.machine"), machine),
                Markup.fact(Words.say("ui.licence.user"), orDash(licence.user())),
                Markup.fact(Words.say("ui.licence.kind"), kind(licence)),
                Markup.fact(Words.say("ui.licence.from"), Moments.at(licence.validFrom())),
                Markup.fact(Words.say("ui.licence.until"), Moments.at(licence.validUntil())),
                Markup.fact(
                        Words.say("ui.licence.product"),
                        (licence.requestedProduct() + " " + licence.productVersion()).strip()),
                Markup.fact(Words.say("ui.licence.company"), orDash(licence.company())),
                Markup.fact(Words.say("ui.licence.hwid"), Markup.text("mono small wrap", orDash(licence.hardwareId()))),
                Markup.fact(Words.say("ui.licence.id"), Markup.text("mono small wrap", orDash(licence.licenceId()))),
                Markup.fact(
                        Words.say("ui.licence.server"),
                        Markup.text("mono small wrap", orDash(licence.licenceServerId()))),
                Markup.fact(
                        Words.say("ui.licence.flags"),
                        Markup.text("mono small", String.format(Locale.ROOT, "0x%08x", licence.flags()))),
                Markup.fact(
                        Words.say("ui.licence.version"),
                        Markup.text("mono small", String.format(Locale.ROOT, "0x%08x", licence.certificateVersion()))));
        var warning = licence.warning();
        if (warning != null) {
            list.add(Markup.fact(Words.say("ui.licence.warning"), warning));
        }
        return list;
    }

    private static String orDash(String text) {
        return text.isEmpty() ? Words.say("ui.dash") : text;
    }
}
