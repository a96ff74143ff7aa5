package io.calmend.simulator;

import io.calmend.simulator.Http.Header;
import io.calmend.simulator.Http.Request;
import io.calmend.simulator.Http.Response;
import io.calmend.simulator.SimulatedHost.Answer;
import io.calmend.simulator.SimulatedHost.Caller;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Pattern;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * What a host knows of one TCP connection: who has logged in on it. A login holds for the connection, and without TLS
 * nothing but sealed messages is taken from then on.
 */
final class WinRmConnection {

    private static final Pattern TOKEN = Pattern.compile("(Negotiate|Kerberos) +(\\S+)", Pattern.CASE_INSENSITIVE);

    private final SimulatedHost host;
    private final KerberosAcceptor acceptor;
    private final @Nullable X509Certificate shown;
    private @Nullable KerberosSession session;

    /** @param shown the certificate that TLS was built with, null on plain HTTP */
    WinRmConnection(SimulatedHost host, KerberosAcceptor acceptor, @Nullable X509Certificate shown) {
        this.host = host;
        this.acceptor = acceptor;
        this.shown = shown;
    }

    Answer answer(Request request) throws SimulatedHost.ConnectionDropped, InterruptedException {
        var authorization = request.header("authorization");
        var token = TOKEN.matcher(authorization == null ? "" : authorization);
        if (!host.isWinRm(request) || !token.matches()) {
            return toMessage(request);
        }
        var granted = logIn(token.group(1), token.group(2));
        if (granted == null) {
            return new Answer(Response.unauthorised(host.schemes(shown != null)));
        }
        return request.body().length == 0
                ? new Answer(Response.empty(200).with(granted))
                : toMessage(request).with(granted);
    }

    private Answer toMessage(Request request) throws SimulatedHost.ConnectionDropped, InterruptedException {
        var known = session;
        if (known == null || shown != null || request.header("wsmanidentify") != null || !host.isWinRm(request)) {
            var account = known == null ? null : known.account();
            return host.answer(request, new Caller("127.0.0.1", shown != null, account));
        }
        byte[] clear;
        try {
            clear = known.unseal(request.header("content-type"), request.body());
        } catch (IOException e) {
            return new Answer(Response.empty(500));
        }
        return host.answer(request.with(clear), new Caller("127.0.0.1", false, known.account()))
                .sealedBy(known);
    }

    /** The header that tells the client, null if it is not let in. */
    private @Nullable Header logIn(String scheme, String token) {
        session = null;
        if (!host.letsIn()) {
            return null;
        }
        var forged = host.forgedKerberosError();
        if (forged != null) {
            return new Header("WWW-Authenticate", scheme + " " + ForgedToken.error(forged.number()));
        }
        try {
            var accepted = acceptor.accept(Base64.getDecoder().decode(token), host.name(), shown, host.wantsBinding());
            session = new KerberosSession(scheme, accepted.account(), accepted.context());
            var answer = accepted.answer();
            return new Header(
                    "WWW-Authenticate",
                    answer == null ? scheme : scheme + " " + Base64.getEncoder().encodeToString(answer));
        } catch (GSSException | IllegalArgumentException e) {
            return null;
        }
    }
}
