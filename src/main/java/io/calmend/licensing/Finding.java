package io.calmend.licensing;

import io.calmend.vocabulary.OperationKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may be wrong, ranked. Its texts are in the translations: {@code finding.CAUSE.VARIANT.title} and
 * {@code finding.CAUSE.VARIANT.why}, else {@code finding.CAUSE.title} and {@code finding.CAUSE.why}, in which {@code
 * {name}} is replaced by one of {@code facts}.
 *
 * @param cause one of the causes of {@code src/docs/reports.md}
 * @param variant distinguishes findings of the same cause, for example {@code temporary}; may be empty
 * @param repair the operation to recommend, null if none fixes it or none may run here
 * @param evidence what was observed; only good signs if nothing is wrong
 * @param askFirst fields of {@code src/docs/reports.md} that have to be known before the repair is recommended
 */
public record Finding(
        String cause,
        String variant,
        Likelihood likelihood,
        @Nullable OperationKey repair,
        List<Evidence> evidence,
        List<String> askFirst,
        Map<String, String> facts) {

    public Finding {
        evidence = List.copyOf(evidence);
        askFirst = List.copyOf(askFirst);
        facts = Map.copyOf(facts);
    }

    public enum Likelihood {
        VERY_LIKELY,
        LIKELY,
        POSSIBLE,
        RULED_OUT
    }

    /**
     * @param sound true if it is a sign that all is well; {@code text} is shown unchanged; {@code where} is the view
     * and key
     */
    public record Evidence(boolean sound, String text, String where) {}

    /**
     * Cause and variant in one word, as used in the translations and the audit log: {@code
     * client.licence-expired.temporary}.
     */
    public String code() {
        return variant.isEmpty() ? cause : cause + "." + variant;
    }

    /** Whether the repair is recommended without anything to be found out first. */
    public boolean recommendsWithoutReserve() {
        return repair != null && askFirst.isEmpty();
    }
}
