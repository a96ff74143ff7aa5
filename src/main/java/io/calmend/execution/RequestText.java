package io.calmend.execution;

import io.calmend.vocabulary.FailureReason;
import java.util.Optional;

/** Checks what people type beside a plan. What passes can be shown, stored and pasted into a ticket as it is. */
final class RequestText {

    private static final int SHORTEST_REASON = 3;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_TICKET = 64;

    private RequestText() {}

    static Optional<FailureReason> check(String reason, String ticket) {
        if (reason.strip().length() < SHORTEST_REASON) {
            return Optional.of(FailureReason.REASON_MISSING);
        }
        if (ticket.isBlank()) {
            return Optional.of(FailureReason.TICKET_MISSING);
        }
        if (reason.length() > LONGEST_REASON || ticket.length() > LONGEST_TICKET) {
            return Optional.of(FailureReason.TEXT_TOO_LONG);
        }
        if (isUnclean(reason) || isUnclean(ticket)) {
            return Optional.of(FailureReason.TEXT_WITH_CONTROL_CHARACTERS);
        }
        return Optional.empty();
    }

    private static boolean isUnclean(String text) {
        return text.codePoints().anyMatch(RequestText::isControl);
    }

    private static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            // characters that turn the direction of the text around them make a record read differently from what it
            // says
            case Character.FORMAT ->
                character >= 0x202A && character <= 0x202E || character >= 0x2066 && character <= 0x2069;
            default -> false;
        };
    }
}
