package io.calmend.ui.fix;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import io.calmend.delegation.Delegations.Decision;
import io.calmend.diagnosis.Conclusion;
import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.directory.ManagedHost;
import io.calmend.host.HostKind;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.Finding;
import io.calmend.operation.OperationCatalog;
import io.calmend.operation.Parameter;
import io.calmend.ui.parts.Addresses;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Rules;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Shows the repair that the diagnosis recommends, with a link to review its plan, and the other repairs for this
 * computer.
 */
final class RepairCard extends Div {

    RepairCard(
            Diagnosis diagnosis,
            ManagedHost host,
            boolean stale,
            OperationCatalog catalog,
            Map<OperationKey, Decision> decisions,
            Runnable checkAgain) {
        addClassName("card");
        @Nullable OperationKey recommended = null;
        switch (Conclusion.of(diagnosis)) {
            case Conclusion.Repairable(var finding, var repair) -> {
                recommended = repair;
                recommend(finding, repair, diagnosis, host, stale, decisions, checkAgain);
            }
            case Conclusion.HandOver(var finding) -> add(new HandOverCard(diagnosis, finding));
            case Conclusion.OnlyCacheRead _ -> say("only-cache");
            case Conclusion.InOrder _ -> say("none");
            case Conclusion.Open _ -> say("open");
            case Conclusion.NotRead _ -> throw new IllegalStateException("a check that failed has no repairs");
        }
        var already = recommended;
        var others = catalog.all().stream()
                .filter(_ -> mayBeActedOn(diagnosis))
                .filter(definition -> definition.on() == HostKind.CLIENT)
                .filter(definition -> !definition.needs(new Parameter.Backup()))
                .map(definition -> definition.key())
                .filter(key -> !key.equals(already))
                .filter(key -> decisions.get(key) instanceof Decision.Allowed)
                .toList();
        if (!others.isEmpty()) {
            var links = Markup.div("links others");
            for (var key : others) {
                links.add(Markup.quietLink(
                        Words.operation(key), "wrench", Addresses.repair(host.name(), key, diagnosis.caseId(), null)));
            }
            add(new H3(Words.say("ui.repair.others")), links);
        }
    }

    private void say(String what) {
        add(
                Markup.text("eyebrow", Words.say("ui.repair." + what + ".eyebrow")),
                new H2(Words.say("ui.repair." + what)),
                Markup.text("muted", Words.say("ui.repair." + what + ".detail")));
    }

    /**
     * Whether an operation would find something to change and could back it up; otherwise its plan would be refused.
     */
    private static boolean mayBeActedOn(Diagnosis diagnosis) {
        var store = diagnosis.store();
        if (store == null) {
            return false;
        }
        var views = Stream.of(store.view64(), store.view32())
                .filter(Objects::nonNull)
                .toList();
        return views.stream().allMatch(view -> view.unreadable().isEmpty())
                && views.stream().anyMatch(View::present);
    }

    private void recommend(
            Finding finding,
            OperationKey operation,
            Diagnosis diagnosis,
            ManagedHost host,
            boolean stale,
            Map<OperationKey, Decision> decisions,
            Runnable checkAgain) {
        addClassName("repair");
        add(
                Markup.text(
                        "eyebrow",
                        Words.say(finding.recommendsWithoutReserve() ? "ui.repair.recommended" : "ui.repair.possible")),
                new H2(Words.operation(operation)),
                Markup.text("muted", Words.say("ui.repair.on", host.name())),
                Markup.text("", Words.find("operation." + operation + ".does").orElse("")),
                Markup.div(
                        "promises",
                        Markup.promise(
                                "list-checks",
                                Words.say("ui.repair.promise.read"),
                                Words.say("ui.repair.promise.read.detail")),
                        Markup.promise(
                                "shield-check",
                                Words.say("ui.repair.promise.save"),
                                Words.say("ui.repair.promise.save.detail")),
                        Markup.promise(
                                "undo-2",
                                Words.say("ui.repair.promise.undo"),
                                Words.say("ui.repair.promise.undo.detail"))));
        if (!finding.recommendsWithoutReserve()) {
            add(Markup.banner(Severity.WAIT, Words.say("ui.case.ask"), Words.say("ui.repair.possible.detail")));
        }
        switch (decisions.getOrDefault(operation, new Decision.Denied(FailureReason.OPERATION_UNKNOWN, null, null))) {
            case Decision.Allowed(var permit) -> {
                if (stale) {
                    add(wide(Markup.primary(Words.say("ui.case.again"), "activity", checkAgain)));
                } else {
                    var go = Markup.primaryLink(
                            Words.say("ui.repair.review"),
                            "list-checks",
                            Addresses.repair(host.name(), operation, diagnosis.caseId(), null));
                    go.addClassName("wide-link");
                    add(go);
                }
                var until = permit.until();
                add(Markup.div(
                        "allow",
                        Markup.icon("lock"),
                        Markup.text(
                                "small",
                                until == null
                                        ? Words.say("ui.repair.allowed", permit.rule())
                                        : Words.say("ui.repair.allowed.until", permit.rule(), Moments.at(until)))));
            }
            case Decision.Denied denied ->
                add(Markup.banner(
                        Severity.of(denied.reason()) == Severity.UNKNOWN ? Severity.UNKNOWN : Severity.WARN,
                        Words.what(denied.reason()),
                        Rules.because(denied, host)));
        }
    }

    private static Button wide(Button button) {
        button.setWidthFull();
        return button;
    }
}
