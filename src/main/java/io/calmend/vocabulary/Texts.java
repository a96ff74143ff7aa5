package io.calmend.vocabulary;

/** Texts that others wrote, made fit to be kept. */
public final class Texts {

    private Texts() {}

    /**
     * The first {@code longest} UTF-16 units of {@code text} at most, and never half of a character: one that is cut in two
     * is left out, and a half that stands alone becomes U+FFFD. The audit log takes no text with halves.
     */
    public static String cut(String text, int longest) {
        var kept = new StringBuilder(Math.min(text.length(), longest));
        for (var at = 0; at < text.length(); ) {
            var c = text.codePointAt(at);
            if (kept.length() + Character.charCount(c) > longest) {
                break;
            }
            kept.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xFFFD : c);
            at += Character.charCount(c);
        }
        return kept.toString();
    }
}
