package io.calmend.signin;

import io.calmend.vocabulary.UnusableSettingException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;

/** Reads the certificate that the portal shows to browsers, and checks that its private key matches. */
final class OwnCertificate {

    private static final byte[] SAMPLE = "calmend".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private OwnCertificate() {}

    /**
     * Reads the certificate that {@code server.ssl} names.
     *
     * @return empty if the portal speaks plain HTTP
     * @throws UnusableSettingException if it cannot be read or its private key does not match
     */
    static Optional<X509Certificate> read(@Nullable Ssl ssl, SslBundles bundles) {
        if (ssl == null || !ssl.isEnabled()) {
            return Optional.empty();
        }
        var where = ssl.getBundle() == null ? "server.ssl" : "server.ssl.bundle: '" + ssl.getBundle() + "'";
        SslBundle bundle;
        try {
            bundle = WebServerSslBundle.get(ssl, bundles);
        } catch (NoSuchSslBundleException missing) {
            throw new UnusableSettingException(
                    where + " is not a bundle in spring.ssl.bundle.pem. Correct the name.", missing);
        } catch (RuntimeException unreadable) {
            throw unreadable(where, unreadable);
        }
        try {
            var store = bundle.getStores().getKeyStore();
            if (store == null) {
                throw new UnusableSettingException(where + " has no keystore with a certificate and a private key.");
            }
            var password = bundle.getKey().getPassword() == null
                    ? bundle.getStores().getKeyStorePassword()
                    : bundle.getKey().getPassword();
            for (var alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password == null ? new char[0] : password.toCharArray());
                if (key instanceof PrivateKey secret
                        && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    if (!fit(secret, certificate)) {
                        throw new UnusableSettingException(
                                where + ": the private key does not match the certificate of "
                                        + certificate.getSubjectX500Principal().getName()
                                        + ". Take both from the same request; the server's own certificate comes first in its"
                                        + " file, then its chain.");
                    }
                    return Optional.of(certificate);
                }
            }
            throw new UnusableSettingException(where + " contains no certificate with a private key.");
        } catch (UnusableSettingException said) {
            throw said;
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            throw unreadable(where, unreadable);
        }
    }

    private static UnusableSettingException unreadable(String where, Exception cause) {
        Throwable innermost = cause;
        var said = new StringBuilder();
        for (var depth = 0; innermost != null && depth < 10; depth++) {
            if (innermost.getMessage() != null && said.indexOf(innermost.getMessage()) < 0) {
                said.append(said.isEmpty() ? "" : "; ")
                        .append(innermost.getMessage().lines().findFirst().orElse(""));
            }
            innermost = innermost.getCause();
        }
        return new UnusableSettingException(
                where + ": certificate and private key cannot be read (" + said + ").", cause);
    }

    /** Whether the certificate verifies a signature made with the key. */
    private static boolean fit(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        var publicKey = certificate.getPublicKey();
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        var algorithm = switch (key.getAlgorithm().toUpperCase(Locale.ROOT)) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        var signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(SAMPLE);
        var signature = signing.sign();
        var checking = Signature.getInstance(algorithm);
        checking.initVerify(publicKey);
        checking.update(SAMPLE);
        return checking.verify(signature);
    }
}
