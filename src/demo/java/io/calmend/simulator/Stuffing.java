package io.calmend.simulator;

/** What a hostile host puts into an answer to have whoever reads it compute, or keep it. */
final class Stuffing {

    private static final String HEADER = "<s:Header>";

    private Stuffing() {}

    static String into(String envelope, Fault.Stuffed stuffed) {
        return envelope.replace(HEADER, HEADER + made(stuffed.kind(), stuffed.characters()));
    }

    private static String made(Fault.Stuffed.Kind kind, int characters) {
        return switch (kind) {
            case ELEMENTS -> "x<b/>".repeat(characters / 5);
            case COMMENTS -> "x<!---->".repeat(characters / 8);
            case DEPTH -> "<b>".repeat(characters / 7) + "</b>".repeat(characters / 7);
            case NAMES -> numbered("", "<n", "/>", "", characters);
            case ATTRIBUTES -> numbered("<b", " a", "=''", "/>", characters);
            case NAMESPACES -> numbered("<b", " xmlns:a", "='u'", "/>", characters);
        };
    }

    private static String numbered(String begin, String before, String after, String end, int characters) {
        var text = new StringBuilder(begin);
        for (var number = 0; text.length() < characters; number++) {
            text.append(before).append(Integer.toString(number, 36)).append(after);
        }
        return text.append(end).toString();
    }
}
