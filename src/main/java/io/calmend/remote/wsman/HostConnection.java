package io.calmend.remote.wsman;

import io.calmend.remote.transport.AuthenticationScheme;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.Sockets;
import io.calmend.vocabulary.FailureReason;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.MessageProp;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one host, logged in: the login belongs to the TCP connection. For one caller at a time. After any failure it
 * is closed, since the sequence numbers of a broken exchange would make the next good answer look like a gap.
 */
final class HostConnection implements Closeable {

    private static final String SOAP = "application/soap+xml";
    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(65_536).setMaxHeaderCount(100).build();

    private static final int MOST_LOGIN_MESSAGES = 4;
    private static final int MOST_INTERIM_ANSWERS = 5;

    /** An answer is at most what a host may send in one envelope, with room for what others configure. */
    private static final int LARGEST_ANSWER = 4 * 1_024 * 1_024;

    private final String host;
    private final Place place;
    private final Scheme scheme;
    /** Below TLS, if there is any: closing it never waits. */
    private final Socket wire;

    private final DefaultBHttpClientConnection http;
    private final GSSContext security;
    private volatile byte @Nullable [] lastTokenHeader;
    private final AtomicLong lastUse = new AtomicLong(System.nanoTime());

    private HostConnection(String host, Place place, Scheme scheme, Socket wire, Socket socket, GSSContext security)
            throws IOException {
        this.host = host;
        this.place = place;
        this.scheme = scheme;
        this.wire = wire;
        this.security = security;
        // given to the parser too: the connection keeps its limits from it (HttpCore 5.4.4)
        http = new DefaultBHttpClientConnection(
                LIMITS, null, null, null, null, null, new DefaultHttpResponseParserFactory(LIMITS));
        http.bind(socket);
    }

    /**
     * Connects and logs in.
     *
     * @throws KerberosRefusedException if there is no ticket; the host was sent nothing
     * @throws SignInRefusedException if the host does not take the login, or is none that can
     * @throws IOException if no connection came about, or it was lost
     */
    static HostConnection open(String host, Place place, Login login) throws IOException, KerberosRefusedException {
        return open(host, place, login.to(place.service(), host), true);
    }

    /** As {@link #open} over HTTPS, but without a channel binding: only to find out whether the host insists on one. */
    static HostConnection openUnbound(String host, Place place, Login login)
            throws IOException, KerberosRefusedException {
        return open(host, place, login.to(place.service(), host), false);
    }

    private static HostConnection open(String host, Place place, ServiceLogin login, boolean bound)
            throws IOException, KerberosRefusedException {
        try {
            return open(host, place, login, Scheme.NEGOTIATE, bound);
        } catch (OtherSchemeException other) {
            return open(host, place, login, Scheme.KERBEROS, bound);
        }
    }

    private static HostConnection open(String host, Place place, ServiceLogin login, Scheme scheme, boolean bound)
            throws IOException, KerberosRefusedException {
        Socket wire = null;
        GSSContext security = null;
        try {
            var addresses = InetAddress.getAllByName(host);
            Socket socket;
            byte[] first;
            if (place.tls()) {
                wire = connect(addresses, place);
                var tls = shakeHands(wire, host, place);
                socket = tls;
                security = login.context(scheme.mechanism(), bound ? certificate(tls) : null);
                first = login.step(security, new byte[0]);
            } else {
                // the ticket before the connection: a slow KDC must not eat up the host's patience
                security = login.context(scheme.mechanism(), null);
                first = login.step(security, new byte[0]);
                wire = connect(addresses, place);
                socket = wire;
            }
            var connection = new HostConnection(host, place, scheme, wire, socket, security);
            connection.signIn(login, first);
            wire.setSoTimeout(Math.toIntExact(place.answerTimeout().toMillis()));
            return connection;
        } catch (IOException | KerberosRefusedException | RuntimeException failed) {
            abandon(wire, security);
            throw failed;
        }
    }

    private static void abandon(@Nullable Socket wire, @Nullable GSSContext security) {
        try {
            if (wire != null) {
                wire.close();
            }
        } catch (IOException gone) {
            // that is what was wanted
        }
        try {
            if (security != null) {
                security.dispose();
            }
        } catch (GSSException gone) {
            // that is what was wanted
        }
    }

    private static Socket connect(InetAddress[] addresses, Place place) throws IOException {
        var socket = Sockets.connected(addresses, place.port(), place.connectTimeout());
        socket.setTcpNoDelay(true);
        // until it is logged in; who is silent now is soon given up
        socket.setSoTimeout(Math.toIntExact(place.loginTimeout().toMillis()));
        return socket;
    }

    private static SSLSocket shakeHands(Socket wire, String host, Place place) throws IOException {
        try {
            var tls =
                    (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket(wire, host, place.port(), true);
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return tls;
        } catch (NoSuchAlgorithmException untrusting) {
            throw new IOException(untrusting);
        }
    }

    private static X509Certificate certificate(SSLSocket tls) throws IOException {
        if (tls.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new IOException("not an X.509 certificate");
    }

    private void signIn(ServiceLogin login, byte[] first) throws IOException, KerberosRefusedException {
        var token = first;
        for (var messages = 0; messages < MOST_LOGIN_MESSAGES && token.length > 0; messages++) {
            var reply = exchange(new byte[0], null, token);
            var offered = reply.schemes();
            if (reply.status() == 401) {
                throw notTaken(offered);
            }
            if (reply.status() != 200) {
                throw new SignInRefusedException(new ConnectionFailure(
                        reply.isWindows() ? reason(reply.status()) : FailureReason.NOT_WINRM,
                        "HTTP " + reply.status()));
            }
            var answer = offered.stream().filter(scheme::isIn).findFirst().orElse("");
            token = taken(login, tokenIn(answer));
        }
        if (!security.isEstablished()
                || !security.getMutualAuthState()
                || !security.getConfState()
                || !security.getIntegState()
                || security.getCredDelegState()) {
            throw new SignInRefusedException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the host did not prove who it is"));
        }
    }

    /** The next token after one that the host wrote: whatever is wrong with it is the host's, and says nothing of the account. */
    private byte[] taken(ServiceLogin login, byte[] answer) throws IOException, KerberosRefusedException {
        try {
            return login.step(security, answer);
        } catch (KerberosRefusedException refused) {
            if (refused.failure().reason() == FailureReason.CANCELLED) {
                throw refused;
            }
            throw new SignInRefusedException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the host's token was not taken"));
        }
    }

    private static FailureReason reason(int status) {
        return switch (status) {
            // "Request header too long": the ticket carries the account's groups
            case 400, 413, 431 -> FailureReason.TICKET_TOO_LARGE;
            case 503 -> FailureReason.WINRM_STOPPED;
            default -> FailureReason.NOT_WINRM;
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
                .limit(10)
                .toList();
        var detail =
                ConnectionFailure.line("the host offers " + (words.isEmpty() ? "nothing" : String.join(", ", words)));
        return new SignInRefusedException(new ConnectionFailure(
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
            throw new SignInRefusedException(
                    new ConnectionFailure(FailureReason.TICKET_REFUSED, "the host's token is no Base64"));
        }
    }

    /** The host takes Kerberos, but not in the wrapping of SPNEGO. */
    private static final class OtherSchemeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Sends one message and reads its answer, an answer or a fault of WS-Management.
     *
     * @throws UnsealedException if there was an answer that cannot be trusted; the message may have taken effect
     * @throws IOException if there was none; the message may have taken effect
     */
    String call(String envelope) throws IOException {
        try {
            var clear = envelope.getBytes(StandardCharsets.UTF_8);
            var reply = place.tls()
                    ? exchange(clear, SOAP + ";charset=UTF-8", null)
                    : exchange(sealed(clear), Framing.contentType(scheme), null);
            var text = place.tls() ? clearText(reply) : unsealed(reply);
            if (!reply.keepAlive()) {
                close();
            }
            lastUse.set(System.nanoTime());
            return text;
        } catch (IOException | RuntimeException broken) {
            close();
            throw broken;
        }
    }

    private byte[] sealed(byte[] clear) throws IOException {
        try {
            var token = security.wrap(clear, 0, clear.length, new MessageProp(0, true));
            return Framing.body(scheme, token, clear.length);
        } catch (GSSException failed) {
            throw new IOException("a message could not be sealed", failed);
        }
    }

    private String unsealed(Reply reply) throws IOException {
        if (reply.status() == 401) {
            // anyone on the way can write it: a hint, never a reason to send a message again
            throw new UnsealedException("HTTP 401, not sealed");
        }
        if (reply.status() != 200 && reply.status() != 500) {
            throw new UnsealedException("HTTP " + reply.status() + ", not sealed");
        }
        var found = Framing.read(scheme, reply.contentType(), reply.body());
        lastTokenHeader = Arrays.copyOf(found.token(), Framing.HEADER);
        var property = new MessageProp(true);
        byte[] clear;
        try {
            clear = security.unwrap(found.token(), 0, found.token().length, property);
        } catch (GSSException broken) {
            throw new UnsealedException("an answer whose seal is broken");
        }
        if (!property.getPrivacy()) {
            throw new UnsealedException("an answer that is signed at most");
        }
        if (property.isDuplicateToken() || property.isOldToken() || property.isUnseqToken() || property.isGapToken()) {
            throw new UnsealedException("an answer out of turn");
        }
        if (clear.length != found.length()) {
            throw new UnsealedException("an answer of another length than it says");
        }
        return new String(clear, found.charset());
    }

    private static String clearText(Reply reply) throws IOException {
        if (reply.status() != 200 && reply.status() != 500) {
            throw new IOException("HTTP " + reply.status());
        }
        try {
            var type = ContentType.parse(reply.contentType());
            if (type == null || !SOAP.equalsIgnoreCase(type.getMimeType())) {
                throw new IOException("HTTP " + reply.status() + ", no SOAP");
            }
            return new String(reply.body(), type.getCharset(StandardCharsets.UTF_8));
        } catch (UnsupportedCharsetException | IllegalCharsetNameException unknown) {
            throw new IOException("an answer in a character set that nobody knows", unknown);
        }
    }

    private record Reply(
            int status, String server, String contentType, List<String> schemes, byte[] body, boolean keepAlive) {

        /** Whether Windows' own HTTP server says so; others have other reasons for the same number. */
        boolean isWindows() {
            return server.startsWith("Microsoft-HTTPAPI/");
        }
    }

    private Reply exchange(byte[] body, @Nullable String contentType, byte @Nullable [] token) throws IOException {
        try {
            var request = new BasicClassicHttpRequest("POST", "/wsman");
            request.setHeader("Host", host + ":" + place.port());
            request.setHeader("User-Agent", "Calmend");
            request.setHeader("Connection", "Keep-Alive");
            request.setHeader("Content-Length", body.length);
            if (contentType != null) {
                request.setHeader("Content-Type", contentType);
            }
            if (token != null) {
                request.setHeader(
                        "Authorization",
                        scheme.word() + " " + Base64.getEncoder().encodeToString(token));
            }
            request.setEntity(new ByteArrayEntity(body, null));
            http.sendRequestHeader(request);
            http.sendRequestEntity(request);
            http.flush();
            var response = http.receiveResponseHeader();
            for (var interim = 0; response.getCode() < 200; interim++) {
                if (interim == MOST_INTERIM_ANSWERS) {
                    throw new IOException("one interim answer after another");
                }
                response = http.receiveResponseHeader();
            }
            http.receiveResponseEntity(response);
            var answer = read(response);
            return new Reply(
                    response.getCode(),
                    value(response.getFirstHeader("Server")),
                    value(response.getFirstHeader("Content-Type")),
                    Arrays.stream(response.getHeaders("WWW-Authenticate"))
                            .map(HostConnection::value)
                            .toList(),
                    answer,
                    DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create()));
        } catch (HttpException noHttp) {
            throw new IOException("not HTTP", noHttp);
        }
    }

    private static String value(@Nullable Header header) {
        return header == null || header.getValue() == null ? "" : header.getValue();
    }

    private static byte[] read(ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        // never closed: that would read on to the end, which may not come
        var body = entity.getContent().readNBytes(LARGEST_ANSWER + 1);
        if (body.length > LARGEST_ANSWER) {
            throw new IOException("an answer of more than 4 MB");
        }
        return body;
    }

    /** Whether the host has kept it open; asks the socket, which takes a millisecond. */
    boolean isAlive() {
        try {
            return http.isOpen() && !http.isStale();
        } catch (IOException gone) {
            return false;
        }
    }

    /** Which login it was made with: {@code Negotiate} or {@code Kerberos}. */
    String scheme() {
        return scheme.word();
    }

    /** The public part of the last answer's token, for whoever looks into a fault; null if nothing sealed came yet. */
    byte @Nullable [] lastTokenHeader() {
        var header = lastTokenHeader;
        return header == null ? null : header.clone();
    }

    boolean isOpen() {
        return http.isOpen() && !wire.isClosed();
    }

    long nanosSinceLastUse() {
        return System.nanoTime() - lastUse.get();
    }

    /** Ends it from another thread; whoever waits on it fails at once. */
    void abort() {
        abandon(wire, null);
    }

    @Override
    public void close() {
        abandon(wire, security);
        http.close(CloseMode.IMMEDIATE);
    }
}
