package io.calmend.vocabulary;

import java.util.Optional;

/**
 * Checks the texts that people type with a request, such as reason and ticket, each field separately. An accepted text
 * can be shown, stored and pasted into a ticket unchanged: it contains nothing that {@link Visible} would replace.
 */
public final class RequestText {

    /** In UTF-16 units, without spaces at the ends. */
    public static final int SHORTEST_REASON = 3;

    /** In UTF-16 units. */
    public static final int LONGEST_REASON = 500;

    public static final int LONGEST_TICKET = 64;

    private RequestText() {}

    /** Why {@code reason} is not accepted; empty if it is. */
    public static Optional<FailureReason> reason(String reason) {
        return reason.strip().length() < SHORTEST_REASON
                ? Optional.of(FailureReason.REASON_MISSING)
                : check(reason, LONGEST_REASON);
    }

    /** Why {@code ticket} is not accepted; empty if it is. */
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
