package io.calmend.remote.transport;

import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import org.apache.http.conn.ConnectTimeoutException;

/**
 * Explains an exception of the network or of Kerberos: the reason to show to people, and a detail for experts.
 *
 * @param detail one line of at most {@value #LONGEST} characters: the kind of exception, and its message if Java or
 *     the HTTP client wrote it. Overthere's own messages contain the whole request and are never repeated
 */
public record ConnectionFailure(FailureReason reason, String detail) {

    public static final int LONGEST = 200;
    private static final int DEEPEST = 20;

    public static ConnectionFailure of(Throwable thrown) {
        var causes = new ArrayList<Throwable>();
        for (var cause = thrown; cause != null && causes.size() < DEEPEST; cause = cause.getCause()) {
            causes.add(cause);
        }
        var ofKerberos = KerberosFailure.of(causes);
        return ofKerberos != null ? ofKerberos : new ConnectionFailure(reason(causes), detail(causes));
    }

    private static FailureReason reason(List<Throwable> causes) {
        if (any(causes, RedirectedException.class)) {
            return FailureReason.REDIRECTED;
        }
        if (any(causes, AnswerTooLargeException.class)) {
            return FailureReason.ANSWER_TOO_LARGE;
        }
        if (any(causes, AnswerMalformedException.class)) {
            return FailureReason.ANSWER_MALFORMED;
        }
        if (any(causes, UnknownHostException.class) || any(causes, UnresolvedAddressException.class)) {
            return FailureReason.NAME_NOT_RESOLVED;
        }
        if (any(causes, CertificateExpiredException.class)
                || any(causes, CertificateNotYetValidException.class)
                || any(
                        causes,
                        cause -> cause instanceof CertPathValidatorException invalid
                                && invalid.getReason() == CertPathValidatorException.BasicReason.EXPIRED)) {
            return FailureReason.TLS_EXPIRED;
        }
        if (any(causes, CertPathBuilderException.class) || any(causes, CertPathValidatorException.class)) {
            return FailureReason.TLS_UNTRUSTED;
        }
        // the chain is trusted by now, so the name must be wrong
        if (any(causes, SSLPeerUnverifiedException.class) || any(causes, CertificateException.class)) {
            return FailureReason.TLS_WRONG_NAME;
        }
        if (any(causes, SSLHandshakeException.class)
                || any(causes, SSLProtocolException.class)
                || any(causes, ConnectionFailure::isNoTls)) {
            return FailureReason.TLS_FAILED;
        }
        if (any(causes, ConnectTimeoutException.class)
                || any(causes, HttpConnectTimeoutException.class)
                || any(causes, NoRouteToHostException.class)
                || any(causes, PortUnreachableException.class)) {
            return FailureReason.HOST_UNREACHABLE;
        }
        if (any(causes, ConnectException.class)) {
            return any(causes, cause -> said(cause).contains("refused"))
                    ? FailureReason.CONNECTION_REFUSED
                    : FailureReason.HOST_UNREACHABLE;
        }
        if (any(causes, SocketTimeoutException.class) || any(causes, HttpTimeoutException.class)) {
            return any(causes, cause -> said(cause).toLowerCase(Locale.ROOT).startsWith("connect timed out"))
                    ? FailureReason.HOST_UNREACHABLE
                    : FailureReason.TIMED_OUT;
        }
        if (any(causes, InterruptedException.class)) {
            return FailureReason.CANCELLED;
        }
        return FailureReason.CONNECTION_LOST;
    }

    private static boolean isNoTls(Throwable cause) {
        return cause instanceof SSLException && said(cause).contains("Unsupported or unrecognized SSL message");
    }

    private static boolean any(List<Throwable> causes, Class<? extends Throwable> type) {
        return causes.stream().anyMatch(type::isInstance);
    }

    private static boolean any(List<Throwable> causes, Predicate<Throwable> test) {
        return causes.stream().anyMatch(test);
    }

    private static String detail(List<Throwable> causes) {
        var innermost = causes.getLast();
        var told = causes.stream()
                .filter(cause -> isOfTheNetwork(cause) && !said(cause).isEmpty() && !(cause instanceof EOFException))
                .reduce((_, deeper) -> deeper);
        return line(told.map(cause -> cause.getClass().getSimpleName() + ": " + said(cause))
                .orElse(innermost.getClass().getSimpleName()));
    }

    /** Whether the message of {@code cause} was written by Java or the HTTP client, not by Overthere. */
    private static boolean isOfTheNetwork(Throwable cause) {
        var name = cause.getClass().getName();
        return (name.startsWith("java")
                        || name.startsWith("sun.")
                        || name.startsWith("org.apache.http.")
                        || name.startsWith("io.calmend.remote.transport."))
                // a wrapper repeats the message of what it wraps
                && cause.getClass() != RuntimeException.class;
    }

    private static String said(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? "" : message;
    }

    /** The first line of {@code text}, made visible and shortened. */
    public static String line(String text) {
        return Texts.cut(Visible.of(text.lines().findFirst().orElse("").strip()), LONGEST);
    }
}
