package io.calmend.remote.transport;

import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * Explains failures of Java's Kerberos. Its error numbers (RFC 4120, 7.5.9) appear only in the text of its exceptions,
 * because the class that holds them is internal to the JDK.
 */
final class KerberosFailure {

    /** As in {@code Clock skew too great (37) - PREAUTH_FAILED}. */
    private static final Pattern CODE = Pattern.compile("([A-Za-z][^:\\r\\n]*?) \\((\\d{1,3})\\)");

    private static final Pattern UNLOCATED = Pattern.compile("Unable to locate [^\\r\\n]*");

    private KerberosFailure() {}

    /** Null if none of {@code causes}, from the outermost inwards, comes from Kerberos. */
    static @Nullable ConnectionFailure of(List<Throwable> causes) {
        var first = causes.stream()
                .filter(cause -> cause instanceof LoginException || cause instanceof GSSException)
                .findFirst();
        if (first.isEmpty()) {
            return null;
        }
        var signingIn = causes.stream().anyMatch(LoginException.class::isInstance);
        // without a krb5.conf Java reports error 60 itself, without asking a KDC
        for (var cause : causes) {
            var nowhere = UNLOCATED.matcher(said(cause));
            if (nowhere.find()) {
                return failure(FailureReason.KDC_UNKNOWN, ": " + nowhere.group());
            }
        }
        // the innermost cause is no use: it says only that an error message is not a ticket
        for (var cause : causes) {
            var code = CODE.matcher(said(cause));
            if (code.find()) {
                var number = Integer.parseInt(code.group(2));
                return failure(reason(number, signingIn), " " + number + ": " + code.group(1));
            }
        }
        var outermost = causes.subList(causes.indexOf(first.get()), causes.size());
        return failure(reason(outermost, signingIn), ": " + told(outermost));
    }

    private static ConnectionFailure failure(FailureReason reason, String detail) {
        return new ConnectionFailure(reason, ConnectionFailure.line("Kerberos" + detail));
    }

    private static FailureReason reason(int code, boolean signingIn) {
        // only a KDC knows that a password is wrong, and only while the account signs in
        if (signingIn && (code == 24 || code == 31)) {
            return FailureReason.SIGN_IN_REJECTED;
        }
        return switch (code) {
            case 1, 18, 21 -> FailureReason.ACCOUNT_DISABLED;
            case 6, 68 -> FailureReason.ACCOUNT_UNKNOWN;
            case 23 -> FailureReason.PASSWORD_EXPIRED;
            case 7 -> FailureReason.SERVICE_UNKNOWN;
            case 12 -> FailureReason.KERBEROS_POLICY;
            case 14 -> FailureReason.NO_COMMON_ENCRYPTION;
            case 19 -> FailureReason.HOST_DISABLED;
            case 29 -> FailureReason.KDC_UNREACHABLE;
            case 37 -> FailureReason.CLOCK_SKEW;
            default -> code > 30 && code < 60 ? FailureReason.TICKET_REFUSED : FailureReason.KERBEROS_FAILED;
        };
    }

    /** For exceptions without a number, when Java itself failed, perhaps before it asked. */
    private static FailureReason reason(List<Throwable> causes, boolean signingIn) {
        var said = causes.stream()
                .map(cause -> said(cause).toLowerCase(Locale.ROOT))
                .toList();
        if (contains(said, "cannot locate kdc", "cannot get kdc", "default realm", "krb5.conf", "illegal config")
                || causes.stream().anyMatch(UnknownHostException.class::isInstance)) {
            return FailureReason.KDC_UNKNOWN;
        }
        if (causes.stream().anyMatch(IOException.class::isInstance)) {
            return FailureReason.KDC_UNREACHABLE;
        }
        if (contains(said, "etype", "encryption type")) {
            return FailureReason.NO_COMMON_ENCRYPTION;
        }
        if (!signingIn) {
            return contains(said, "no valid credentials")
                    ? FailureReason.KERBEROS_FAILED
                    : FailureReason.TICKET_REFUSED;
        }
        // the keytab holds no key for the account: no KDC was asked, so nothing can get locked
        if (contains(said, "unable to obtain password")) {
            return FailureReason.ACCOUNT_UNAVAILABLE;
        }
        // the KDC's answer cannot be decrypted with the account's key
        return contains(said, "checksum failed") ? FailureReason.SIGN_IN_REJECTED : FailureReason.KERBEROS_FAILED;
    }

    private static boolean contains(List<String> said, String... words) {
        return said.stream().anyMatch(text -> Stream.of(words).anyMatch(text::contains));
    }

    /** The message of the innermost cause; the outer ones repeat it. */
    private static String told(List<Throwable> causes) {
        var told = causes.reversed().stream()
                .filter(cause -> !said(cause).isEmpty())
                .findFirst()
                .orElse(causes.getLast());
        if (said(told).startsWith("Unable to obtain password")) {
            return "no AES key for the account in its keytab";
        }
        return told instanceof LoginException || told instanceof GSSException
                ? said(told)
                : told.getClass().getSimpleName() + ": " + said(told);
    }

    private static String said(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? "" : message;
    }
}
