package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerBounds;
import io.calmend.remote.transport.AnswerTooLargeException;
import io.calmend.remote.transport.RedirectedException;
import io.calmend.remote.transport.Sockets;
import io.calmend.remote.transport.WindowsHttp;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/**
 * One HTTP connection to one host, only for {@code POST /wsman}. Sends each message once, to that host alone, and
 * follows no redirect; with TLS the host has proved its name before anything is sent. Reads at most 1 MB of an answer.
 *
 * <p>For one caller at a time; {@link #abort} may come from any thread.
 */
final class HostHttp implements Closeable {

    static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(AnswerBounds.LONGEST_LINE)
            .setMaxHeaderCount(AnswerBounds.MOST_HEADERS)
            .build();

    static final String SOAP = "application/soap+xml";

    private final String authority;
    /** The TCP socket, below TLS if there is any: closing it never waits. */
    private final Socket wire;

    private final @Nullable X509Certificate certificate;
    private final DefaultBHttpClientConnection http;

    private HostHttp(String authority, Socket wire, Socket socket, @Nullable X509Certificate certificate)
            throws IOException {
        this.authority = authority;
        this.wire = wire;
        this.certificate = certificate;
        // passed to the parser too: the connection takes its limits from there (HttpCore 5.3.6)
        http = new DefaultBHttpClientConnection(
                LIMITS, null, null, null, null, null, new DefaultHttpResponseParserFactory(LIMITS));
        http.bind(socket);
    }

    /**
     * Connects, and performs the TLS handshake if {@code endpoint} requires it. Gives up on a host whose handshake
     * takes longer than the sign-in timeout, or that is silent for as long, until {@link #timeout} sets another limit.
     * Interrupting a virtual thread ends this at once.
     *
     * @param addresses of {@code host}
     */
    static HostHttp connect(String host, InetAddress[] addresses, Endpoint endpoint) throws IOException {
        var wire = Sockets.connected(addresses, endpoint.port(), endpoint.connectTimeout());
        try {
            wire.setTcpNoDelay(true);
            wire.setSoTimeout(Math.toIntExact(endpoint.signInTimeout().toMillis()));
            var authority = host + ":" + endpoint.port();
            if (!endpoint.tls()) {
                return new HostHttp(authority, wire, wire, null);
            }
            var tls = shakeHands(wire, host, endpoint);
            return new HostHttp(authority, wire, tls, certificate(tls));
        } catch (IOException | RuntimeException failed) {
            wire.close();
            throw failed;
        }
    }

    private static SSLSocket shakeHands(Socket wire, String host, Endpoint endpoint) throws IOException {
        try {
            var tls = (SSLSocket)
                    SSLContext.getDefault().getSocketFactory().createSocket(wire, host, endpoint.port(), true);
            var parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            Sockets.shakeHands(tls, wire, endpoint.signInTimeout());
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

    /** The certificate with which the host proved its name, null with plain HTTP. */
    @Nullable
    X509Certificate certificate() {
        return certificate;
    }

    /** Sets how long the host may be silent from now on. */
    void timeout(Duration silence) throws IOException {
        wire.setSoTimeout(Math.toIntExact(silence.toMillis()));
    }

    /** @param schemes from the {@code WWW-Authenticate} headers */
    record Reply(int status, String server, String contentType, List<String> schemes, byte[] body, boolean keepAlive) {

        /** Whether Windows' own HTTP server says so. */
        boolean isWindows() {
            return WindowsHttp.wrote(server);
        }

        boolean isSoap() {
            return contentType.regionMatches(true, 0, SOAP, 0, SOAP.length());
        }

        /** What an answer says that is not sealed: of use only where TLS protects it. */
        String clearText() throws IOException {
            if (RedirectedException.isRedirect(status)) {
                throw new RedirectedException(status);
            }
            if (status != 200 && status != 500) {
                throw new IOException("HTTP " + status);
            }
            try {
                var type = ContentType.parse(contentType);
                if (type == null || !SOAP.equalsIgnoreCase(type.getMimeType())) {
                    throw new IOException("HTTP " + status + ", no SOAP");
                }
                return new String(body, type.getCharset(StandardCharsets.UTF_8));
            } catch (UnsupportedCharsetException | IllegalCharsetNameException unknown) {
                throw new IOException("an answer in a character set that nobody knows", unknown);
            }
        }
    }

    /**
     * Sends {@code body} and reads the answer, whatever its status.
     *
     * @param headers in addition to those that every message has
     * @throws AnswerTooLargeException if the answer is larger than 1 MB
     */
    Reply post(byte[] body, Map<String, String> headers) throws IOException {
        try {
            var request = new BasicClassicHttpRequest("POST", "/wsman");
            request.setHeader("Host", authority);
            request.setHeader("User-Agent", "Calmend");
            request.setHeader("Connection", "Keep-Alive");
            request.setHeader("Content-Length", body.length);
            headers.forEach(request::setHeader);
            request.setEntity(new ByteArrayEntity(body, null));
            http.sendRequestHeader(request);
            http.sendRequestEntity(request);
            http.flush();
            var response = http.receiveResponseHeader();
            for (var interim = 0; response.getCode() < 200; interim++) {
                if (interim == AnswerBounds.MOST_INTERIM) {
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
                            .map(HostHttp::value)
                            .toList(),
                    answer,
                    DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create()));
        } catch (HttpException | IllegalArgumentException noHttp) {
            // HttpCore (5.3.6) throws an illegal argument exception for a status such as 000
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
        var stated = entity.getContentLength();
        var most = stated < 0 || stated > AnswerBounds.LARGEST_BODY
                ? AnswerBounds.LARGEST_BODY + 1
                : Math.toIntExact(stated);
        // never closed: that would read on to the end, which may not come
        var body = entity.getContent().readNBytes(most);
        if (body.length > AnswerBounds.LARGEST_BODY) {
            throw new AnswerTooLargeException("1 MB");
        }
        return body;
    }

    /** Whether the host has not closed the connection. */
    boolean isAlive() {
        try {
            if (!http.isOpen()) {
                return false;
            }
            // with TLS this may be a ticket for the next session, which does not matter; to find out takes a
            // millisecond
            var spoken = certificate != null && wire.getInputStream().available() > 0;
            return spoken ? !http.isStale() : Sockets.isQuiet(wire);
        } catch (IOException gone) {
            return false;
        }
    }

    boolean isOpen() {
        return http.isOpen() && !wire.isClosed();
    }

    /** Closes the connection from another thread; a thread that waits on it fails at once. */
    void abort() {
        try {
            wire.close();
        } catch (IOException gone) {
            // the connection was to be closed anyway
        }
    }

    @Override
    public void close() {
        abort();
        http.close(CloseMode.IMMEDIATE);
    }
}
