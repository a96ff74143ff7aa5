package io.calmend.remote.doctor;

import io.calmend.remote.doctor.WsManDoctor.Found;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.RecordingTrust;
import io.calmend.remote.transport.Sockets;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Shakes hands with a host over TLS, and tells apart what may be wrong with it: no TLS at all, or the name, the dates or the issuer
 * of its certificate.
 */
final class TlsCheck {

    /** Another connection to the host's port. */
    interface Connecting {
        Socket connect() throws IOException;
    }

    private final Connecting host;
    private final String name;
    private final int port;
    private final RecordingTrust trust;
    private final SSLContext context;
    private final Clock clock;

    /** @param context that trusts as {@code trust} does, and keeps the session for whoever asks next */
    TlsCheck(Connecting host, String name, int port, RecordingTrust trust, SSLContext context, Clock clock) {
        this.host = host;
        this.name = name;
        this.port = port;
        this.trust = trust;
        this.context = context;
        this.clock = clock;
    }

    /** @param within as a whole; a host whose handshake is not done by then is given up */
    Found ask(Duration within) {
        try (var socket = host.connect();
                var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, name, port, true)) {
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            Sockets.shakeHands(tls, socket, within);
            return Found.fine(tls.getSession().getProtocol() + ", " + described(trust.shown()));
        } catch (IOException failed) {
            return tlsFailure(failed, trust.shown());
        }
    }

    private Found tlsFailure(IOException failed, List<X509Certificate> chain) {
        var failure = ConnectionFailure.of(failed);
        if (!chain.isEmpty()) {
            var reason = switch (failure.reason()) {
                // a chain that is refused for another cause has perhaps the wrong name as well
                case TLS_EXPIRED, TLS_UNTRUSTED, TLS_WRONG_NAME -> failure.reason();
                default -> FailureReason.TLS_FAILED;
            };
            return new Found(reason, described(chain));
        }
        if (failure.reason() == FailureReason.TLS_FAILED && speaksPlainHttp()) {
            return new Found(FailureReason.PLAIN_HTTP_REFUSED, "plain HTTP on TCP " + port);
        }
        return switch (failure.reason()) {
            // whoever breaks off the handshake has no certificate, or none that its key fits
            case CONNECTION_LOST, TIMED_OUT -> new Found(FailureReason.TLS_FAILED, failure.detail());
            default -> Found.of(failure);
        };
    }

    private boolean speaksPlainHttp() {
        try (var socket = host.connect()) {
            socket.getOutputStream()
                    .write(("OPTIONS / HTTP/1.0\r\nHost: " + name + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII).equals("HTTP/");
        } catch (IOException silent) {
            return false;
        }
    }

    private String described(List<X509Certificate> chain) {
        var certificate = chain.getFirst();
        var now = clock.instant();
        var end = certificate.getNotAfter().toInstant();
        var days = Math.abs(ChronoUnit.DAYS.between(now, end));
        var count = days + (days == 1 ? " day" : " days");
        return ConnectionFailure.line("certificate for " + String.join(", ", names(certificate)) + ", "
                + (end.isBefore(now) ? "expired " + count + " ago" : count + " left") + ", issued by "
                + certificate.getIssuerX500Principal().getName());
    }

    /** The DNS names in a certificate, else its subject; hostile text. */
    private static List<String> names(X509Certificate certificate) {
        var names = new ArrayList<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (var alternative : alternatives) {
                    if (alternative.getFirst().equals(2) && names.size() < WsManDoctor.MOST_NAMES) {
                        names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException malformed) {
            names.clear();
        }
        return names.isEmpty() ? List.of(certificate.getSubjectX500Principal().getName()) : names;
    }
}
