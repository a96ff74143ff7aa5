package io.calmend.diagnosis;

import io.calmend.remote.ConnectionDoctor.CheckedLayer;
import io.calmend.remote.ConnectionDoctor.Layer;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the first command tells about the layers that the doctor, without credentials, cannot see. */
final class CheckedLayers {

    private static final int LONGEST_DETAIL = 500;

    private static final List<Layer> OF_THE_COMMAND = List.of(Layer.SIGN_IN, Layer.SHELL, Layer.LANGUAGE);

    private static final Set<FailureReason> AT_THE_SHELL = EnumSet.of(
            FailureReason.ACCESS_DENIED,
            FailureReason.REMOTE_SHELL_REFUSED,
            FailureReason.HOST_REFUSED,
            FailureReason.HOST_QUOTA,
            FailureReason.HOST_TOO_BUSY,
            FailureReason.SHELL_ENDED);

    /** What may happen before the account was accepted as well as after. */
    private static final Set<FailureReason> UNDER_WAY = EnumSet.of(
            FailureReason.TIMED_OUT,
            FailureReason.CANCELLED,
            FailureReason.CONNECTION_LOST,
            FailureReason.ANSWER_NOT_SEALED);

    private static final Set<FailureReason> AT_THE_SCRIPT = EnumSet.of(
            FailureReason.LANGUAGE_MODE,
            FailureReason.SCRIPT_BLOCKED,
            FailureReason.SCRIPT_FAILED,
            FailureReason.ANSWER_MALFORMED,
            FailureReason.ANSWER_TOO_LARGE,
            FailureReason.CACHE_TOO_LARGE);

    private CheckedLayers() {}

    /** The layers in order, up to the one that failed; the time of the command stands at the last. */
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
        if (UNDER_WAY.contains(reason)) {
            return List.of(new CheckedLayer(Layer.SHELL, reason, detail, milliseconds));
        }
        var at = AT_THE_SCRIPT.contains(reason)
                ? Layer.LANGUAGE
                : AT_THE_SHELL.contains(reason) ? Layer.SHELL : Layer.SIGN_IN;
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
