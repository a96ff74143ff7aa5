package io.calmend.diagnosis;

import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import java.util.ArrayList;
import java.util.List;

/** Derives from the first command the connection layers that the doctor cannot test without credentials. */
final class CheckedLayers {

    private static final int LONGEST_DETAIL = 500;

    private static final List<Layer> OF_THE_COMMAND = List.of(Layer.SIGN_IN, Layer.SHELL, Layer.LANGUAGE);

    private CheckedLayers() {}

    /** The layers in order, up to the one that failed; the duration of the command is given to the last one. */
    static List<CheckedLayer> of(ObservationResult observationResult, long milliseconds) {
        return switch (observationResult) {
            case ObservationResult.Observed observed -> {
                var facts = observed.facts();
                yield List.of(
                        new CheckedLayer(Layer.SIGN_IN, null, "", 0),
                        new CheckedLayer(
                                Layer.SHELL,
                                null,
                                bounded("%s, %s %s".formatted(facts.name(), facts.operatingSystem(), facts.build())),
                                0),
                        new CheckedLayer(Layer.LANGUAGE, null, "FullLanguage", milliseconds));
            }
            case ObservationResult.NotObserved(var reason, var detail) -> upTo(reason, bounded(detail), milliseconds);
        };
    }

    private static List<CheckedLayer> upTo(FailureReason reason, String detail, long milliseconds) {
        var at = switch (reason.category()) {
            case REQUEST, DIRECTORY, PERMISSION, ACCOUNT, CONNECTION, RUN -> Layer.SIGN_IN;
            case SHELL, UNDER_WAY -> Layer.SHELL;
            case SCRIPT -> Layer.LANGUAGE;
        };
        if (reason.category() == FailureReason.Category.UNDER_WAY) {
            // nobody can say of the layers before whether they were passed
            return List.of(new CheckedLayer(at, reason, detail, milliseconds));
        }
        var steps = new ArrayList<CheckedLayer>();
        for (var layer : OF_THE_COMMAND) {
            if (layer == at) {
                steps.add(new CheckedLayer(layer, reason, detail, milliseconds));
                break;
            }
            steps.add(new CheckedLayer(layer, null, "", 0));
        }
        return steps;
    }

    /** One line of bounded length. */
    static String bounded(String detail) {
        return Visible.of(Texts.cut(detail.strip(), LONGEST_DETAIL));
    }
}
