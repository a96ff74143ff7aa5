package io.calmend.vocabulary;

/** Cuts untrusted texts so that they can be stored. */
public final class Texts {

    private Texts() {}

    /**
     * At most the first {@code longest} UTF-16 units of {@code text}, never ending in half of a surrogate pair: a pair
     * that would be split is left out, and a lone surrogate becomes U+FFFD. The audit log accepts no text with lone
     * surrogates.
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
