package io.calmend.vocabulary;

import java.util.Optional;

/**
 * Checks what people type beside what they ask for, each field by itself. What passes can be shown, stored and pasted into a
 * ticket as it is: it holds nothing that {@link Visible} would write out.
 */
public final class RequestText {

    /** In UTF-16 units, without blanks at the ends. */
    public static final int SHORTEST_REASON = 3;

    /** In UTF-16 units. */
    public static final int LONGEST_REASON = 500;

    public static final int LONGEST_TICKET = 64;

    private RequestText() {}

    /** Why {@code reason} cannot be taken; empty if it can. */
    public static Optional<FailureReason> reason(String reason) {
        return reason.strip().length() < SHORTEST_REASON
                ? Optional.of(FailureReason.REASON_MISSING)
                : check(reason, LONGEST_REASON);
    }

    /** Why {@code ticket} cannot be taken; empty if it can. */
    public static Optional<FailureReason> ticket(String ticket) {
        return ticket.isBlank() ? Optional.of(FailureReason.TICKET_MISSING) : check(ticket, LONGEST_TICKET);
    }

    private static Optional<FailureReason> check(String text, int longest) {
        if (text.length() > longest) {
            return Optional.of(FailureReason.TEXT_TOO_LONG);
        }
        return Visible.shows(text) ? Optional.empty() : Optional.of(FailureReason.TEXT_WITH_CONTROL_CHARACTERS);
    }
}
