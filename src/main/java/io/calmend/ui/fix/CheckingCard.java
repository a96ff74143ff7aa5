package io.calmend.ui.fix;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.ui.parts.Markup;
import io.calmend.ui.parts.Moments;
import io.calmend.ui.parts.Severity;
import io.calmend.ui.parts.StepLine;
import io.calmend.ui.parts.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Shows a running check: each layer of the connection to the host as it is passed. */
final class CheckingCard extends Div {

    private static final List<Layer> LAYERS =
            List.of(Layer.NAME, Layer.PORT, Layer.WINRM, Layer.SCHEMES, Layer.SIGN_IN);

    /** These layers are quick and not on every transport, so they are shown only after they were passed. */
    private static final Set<Layer> NOT_ON_EVERY_TRANSPORT = EnumSet.of(Layer.TLS, Layer.TICKET);

    private final Map<Layer, StepLine> lines = new EnumMap<>(Layer.class);
    private final ProgressBar bar = new ProgressBar(0, Layer.values().length, 0);
    private final Span count = Markup.text("muted", "");
    private int ended;

    CheckingCard() {
        addClassName("card");
        bar.getElement().setAttribute("aria-label", Words.say("ui.case.checking.bar"));
        var list = new OrderedList();
        list.addClassName("steps");
        for (var layer : Layer.values()) {
            var line = new StepLine(Words.say("ui.layer." + layer));
            lines.put(layer, line);
            list.add(line);
        }
        add(Markup.div("card-head", new H2(Words.say("ui.case.checking.head")), count), bar, list);
        begin(Layer.NAME);
    }

    /** Shows the step. @return the sentence for screen readers */
    String show(CheckedLayer step) {
        var failure = step.failure();
        var line = lines.get(step.layer());
        if (line == null) {
            return "";
        }
        line.show(
                failure == null ? Severity.OK : Severity.UNKNOWN,
                step.detail().isEmpty() && failure != null ? Words.what(failure) : step.detail(),
                Moments.took(Duration.ofMillis(step.milliseconds())),
                List.of());
        // the transport of this computer does not have all layers
        for (var before = ended; before < step.layer().ordinal(); before++) {
            skip(Layer.values()[before]);
        }
        ended = step.layer().ordinal() + 1;
        bar.setValue(ended);
        if (failure == null) {
            next(step.layer()).ifPresent(this::begin);
        }
        count.setText(Words.say("ui.case.checking.count", ended, Layer.values().length));
        return failure == null ? Words.say("ui.layer." + step.layer() + ".done") : Words.what(failure);
    }

    private void skip(Layer layer) {
        var line = lines.get(layer);
        if (line != null) {
            line.show(Severity.IDLE, Words.say("ui.layer.skipped"), "", List.of());
        }
    }

    /** The layer that certainly comes after {@code passed}; empty after the last. */
    static Optional<Layer> next(Layer passed) {
        return Arrays.stream(Layer.values())
                .skip(passed.ordinal() + 1L)
                .filter(layer -> !NOT_ON_EVERY_TRANSPORT.contains(layer))
                .findFirst();
    }

    private void begin(Layer layer) {
        var line = lines.get(layer);
        if (line != null && line.severity() == Severity.IDLE) {
            line.show(
                    Severity.RUN,
                    Words.say(LAYERS.contains(layer) ? "ui.layer." + layer + ".doing" : "ui.layer.READ.doing"),
                    "",
                    List.of());
        }
    }
}
