package io.calmend.health;

import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;

/**
 * One line of a health report, in English for administrators. It holds names, numbers and paths, but no secret.
 *
 * @param subject what was examined, for example a controller's address
 * @param sentence what was found and, where it is not in order, what to do; one line of at most {@value #LONGEST} characters
 */
public record CheckResult(CheckOutcome outcome, String subject, String sentence) {

    private static final int LONGEST = 500;

    /** Makes control characters and line breaks visible, because the line may hold text from outside. */
    public CheckResult {
        subject = line(subject);
        sentence = line(sentence);
    }

    public static CheckResult ok(String subject, String sentence) {
        return new CheckResult(CheckOutcome.OK, subject, sentence);
    }

    public static CheckResult warning(String subject, String sentence) {
        return new CheckResult(CheckOutcome.WARNING, subject, sentence);
    }

    public static CheckResult failed(String subject, String sentence) {
        return new CheckResult(CheckOutcome.FAILED, subject, sentence);
    }

    public static CheckResult notChecked(String subject, String sentence) {
        return new CheckResult(CheckOutcome.NOT_CHECKED, subject, sentence);
    }

    private static String line(String text) {
        return Texts.cut(Visible.of(text.strip()), LONGEST);
    }
}
