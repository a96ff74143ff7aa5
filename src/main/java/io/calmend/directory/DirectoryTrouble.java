package io.calmend.directory;

import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import javax.naming.AuthenticationException;
import javax.naming.CommunicationException;
import javax.naming.NamingException;
import javax.net.ssl.SSLException;

/** Why the directory did not answer, in detail for the log; on screens all of them have one text. */
public enum DirectoryTrouble {
    NOT_CONFIGURED("no address of a domain controller is configured (calmend.directory.urls)"),
    NOT_REACHED("no domain controller can be reached"),
    SILENT("the domain controller did not answer in time"),
    CERTIFICATE("the domain controller's certificate is not trusted or was issued to another name"),
    TLS("no TLS connection could be made"),
    OWN_ACCOUNT_REFUSED("Active Directory rejects Calmend's own account"),
    PASSWORD_MISSING("the password of Calmend's own account cannot be read"),
    BASE_UNKNOWN("calmend.directory.base does not exist in Active Directory"),
    OTHER("Active Directory answered with an error");

    private final String sentence;

    DirectoryTrouble(String sentence) {
        this.sentence = sentence;
    }

    /** The sentence for the log. */
    public String sentence() {
        return sentence;
    }

    /**
     * What went wrong, found in the chain of causes from the outermost inwards. Limited in depth, because such a chain
     * can be a loop.
     */
    public static DirectoryTrouble of(Throwable failure) {
        var found = OTHER;
        Throwable cause = failure;
        for (var depth = 0; cause != null && depth < 20; depth++) {
            switch (cause) {
                case CertificateException _, CertPathBuilderException _, CertPathValidatorException _ -> {
                    return CERTIFICATE;
                }
                case SSLException _ -> found = TLS;
                case SocketTimeoutException _ -> found = SILENT;
                case AuthenticationException _ -> {
                    return OWN_ACCOUNT_REFUSED;
                }
                case CommunicationException _ -> found = found == OTHER ? NOT_REACHED : found;
                case NamingException naming -> {
                    var message = naming.getMessage();
                    if (message != null && message.contains("response read timed out")) {
                        found = SILENT;
                    }
                }
                default -> {
                    // does not say what went wrong
                }
            }
            cause = cause.getCause();
        }
        return found;
    }
}
