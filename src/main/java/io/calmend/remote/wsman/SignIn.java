package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AuthenticationScheme;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.RedirectedException;
import io.calmend.remote.transport.WindowsHttp;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.ietf.jgss.GSSContext;

/**
 * Signs in to a host with a service ticket: tokens go back and forth until both sides have proved who they are. Says why where
 * the host does not take it.
 */
final class SignIn {

    private static final int MOST_MESSAGES = 4;

    private final HostHttp http;
    private final Scheme scheme;
    private final ServiceTicket ticket;
    private final GSSContext security;

    /** @param security of {@code ticket} and {@code scheme}; of use to {@link MessageSeal} once this is done */
    SignIn(HostHttp http, Scheme scheme, ServiceTicket ticket, GSSContext security) {
        this.http = http;
        this.scheme = scheme;
        this.ticket = ticket;
        this.security = security;
    }

    /**
     * Takes the sign-in to its end.
     *
     * @param first the token that the ticket gives for this host
     * @throws OtherSchemeException if the host takes another scheme
     * @throws HostRefusedSignInException if it does not take the sign-in, or is none that can
     */
    void complete(byte[] first) throws IOException, KerberosRefusedException {
        var token = first;
        for (var messages = 0; messages < MOST_MESSAGES && token.length > 0; messages++) {
            var reply = http.post(
                    new byte[0],
                    Map.of(
                            "Authorization",
                            scheme.word() + " " + Base64.getEncoder().encodeToString(token)));
            var offered = reply.schemes();
            if (reply.status() == 401) {
                throw notTaken(offered);
            }
            if (RedirectedException.isRedirect(reply.status())) {
                throw new RedirectedException(reply.status());
            }
            if (reply.status() != 200) {
                throw new HostRefusedSignInException(new ConnectionFailure(reason(reply), "HTTP " + reply.status()));
            }
            var answer = offered.stream().filter(scheme::isIn).findFirst().orElse("");
            token = taken(tokenIn(answer));
        }
        if (!security.isEstablished()
                || !security.getMutualAuthState()
                || !security.getConfState()
                || !security.getIntegState()
                || security.getCredDelegState()) {
            throw new HostRefusedSignInException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the computer did not prove its identity"));
        }
    }

    /** The next token after one that the host wrote: whatever is wrong with it is the host's, and says nothing of the account. */
    private byte[] taken(byte[] answer) throws IOException, KerberosRefusedException {
        try {
            return ticket.step(security, answer);
        } catch (KerberosRefusedException refused) {
            if (refused.failure().reason() == FailureReason.CANCELLED) {
                throw refused;
            }
            throw new HostRefusedSignInException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the computer's token was not accepted"));
        }
    }

    private static FailureReason reason(HostHttp.Reply reply) {
        return switch (reply.status()) {
            // "Request header too long": the ticket carries the account's groups
            case 400, 413, 431 -> reply.isWindows() ? FailureReason.TICKET_TOO_LARGE : FailureReason.NOT_WINRM;
            default -> WindowsHttp.failure(reply.status(), reply.server());
        };
    }

    private IOException notTaken(List<String> offered) {
        if (scheme == Scheme.NEGOTIATE
                && offered.stream().anyMatch(Scheme.KERBEROS::isIn)
                && offered.stream().noneMatch(Scheme.NEGOTIATE::isIn)) {
            return new OtherSchemeException();
        }
        var words = offered.stream()
                .map(AuthenticationScheme::of)
                .distinct()
                .limit(AnswerBounds.MOST_SCHEMES)
                .toList();
        var detail = ConnectionFailure.line(
                "the computer offers " + (words.isEmpty() ? "nothing" : String.join(", ", words)));
        return new HostRefusedSignInException(new ConnectionFailure(
                words.contains("negotiate") || words.contains("kerberos") || words.isEmpty()
                        ? FailureReason.TICKET_REFUSED
                        : FailureReason.SCHEME_NOT_OFFERED,
                detail));
    }

    private static byte[] tokenIn(String header) throws IOException {
        var words = header.strip().split("\\s+", 2);
        try {
            return words.length < 2 ? new byte[0] : Base64.getDecoder().decode(words[1].strip());
        } catch (IllegalArgumentException noBase64) {
            throw new HostRefusedSignInException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the computer's token is not valid Base64"));
        }
    }

    /** The host takes Kerberos, but not in the wrapping of SPNEGO. */
    static final class OtherSchemeException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
