package io.calmend.health;

import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Explains in a sentence why no connection to the database could be made. */
final class DatabaseFailure {

    private static final int H2_FILE_IS_OPEN = 90_020;
    private static final int LONGEST = 300;
    private static final Pattern SECRET = Pattern.compile("(?i)([?;&](?:password|sslpassword)=)[^;&]*");

    private DatabaseFailure() {}

    /** @param user as configured; empty or null for none */
    static String sentence(SQLException failure, String url, @Nullable String user) {
        var state = failure.getSQLState() == null ? "" : failure.getSQLState();
        if (failure.getErrorCode() == H2_FILE_IS_OPEN) {
            return "spring.datasource.url: " + masked(url) + " is in use by another process, probably a Calmend that"
                    + " is still running. Stop that one, or name another database.";
        }
        if (isOfTls(failure)) {
            return "spring.datasource.url: the certificate of the database at " + masked(url)
                    + " is not trusted, or was issued to another name (" + line(failure)
                    + "). Name its authority with sslrootcert.";
        }
        if (state.startsWith("28")) {
            return "spring.datasource.username: the database at " + masked(url) + " rejects the account '"
                    + (user == null ? "" : user) + "' (" + line(failure)
                    + "). Check spring.datasource.username and spring.datasource.password.";
        }
        if (state.equals("3D000")) {
            return "spring.datasource.url: there is no such database at " + masked(url) + " (" + line(failure)
                    + "). Create it, or correct its name.";
        }
        if (state.startsWith("08")) {
            return "spring.datasource.url: no database responds at " + masked(url) + " (" + line(failure)
                    + "). Check its name, its port, the firewall, and that it runs.";
        }
        return "spring.datasource.url: the database at " + masked(url) + " cannot be used (" + line(failure) + ").";
    }

    private static boolean isOfTls(Throwable failure) {
        var depth = 0;
        for (var cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof SSLException
                    || cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** The address without the parts that may be secret. */
    static String masked(String url) {
        return Texts.cut(Visible.of(SECRET.matcher(url).replaceAll("$1***")), LONGEST);
    }

    private static String line(Throwable failure) {
        var message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return Texts.cut(
                Visible.of(SECRET.matcher(message.lines().findFirst().orElse(""))
                        .replaceAll("$1***")
                        .strip()),
                LONGEST);
    }
}
