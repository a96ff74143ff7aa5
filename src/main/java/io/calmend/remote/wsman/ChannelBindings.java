package io.calmend.remote.wsman;

import io.calmend.vocabulary.UnusableSettingException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Set;
import org.ietf.jgss.ChannelBinding;

/**
 * Binds a Kerberos sign-in to the certificate of the TLS connection that it goes through, so that nobody in between can use it
 * elsewhere (RFC 5929, {@code tls-server-end-point}).
 *
 * <p>Windows and MIT Kerberos hash a binding with the address type 0. Java does so for its own subclass only, which lies in a
 * package that it keeps to itself.
 */
public final class ChannelBindings {

    private static final String PACKAGE = "java.security.jgss/sun.security.jgss.krb5.internal";
    private static final String CLASS = "sun.security.jgss.krb5.internal.TlsChannelBindingImpl";
    private static final byte[] PREFIX = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> TOO_WEAK = Set.of("MD2", "MD5", "SHA1");

    private ChannelBindings() {}

    /** @throws IllegalStateException if this Java was started without what bindings need; for an administrator */
    public static void check() {
        binding(PREFIX);
    }

    static ChannelBinding of(X509Certificate certificate) {
        try {
            var digest = MessageDigest.getInstance(hashOf(certificate.getSigAlgName()))
                    .digest(certificate.getEncoded());
            var data = new byte[PREFIX.length + digest.length];
            System.arraycopy(PREFIX, 0, data, 0, PREFIX.length);
            System.arraycopy(digest, 0, data, PREFIX.length, digest.length);
            return binding(data);
        } catch (CertificateEncodingException | NoSuchAlgorithmException strange) {
            throw new IllegalArgumentException("no channel binding to " + certificate.getSigAlgName(), strange);
        }
    }

    /**
     * The hash of a signature algorithm as Java names it; SHA-256 instead of one that is weak. RSASSA-PSS and EdDSA name none,
     * and the RFC leaves them open: SHA-256 for them too.
     */
    private static String hashOf(String signatureAlgorithm) {
        var name = signatureAlgorithm.toUpperCase(Locale.ROOT);
        var with = name.indexOf("WITH");
        var hash = with < 0 ? "" : name.substring(0, with).replace("SHA-", "SHA");
        if (hash.isEmpty() || hash.equals("NONE") || TOO_WEAK.contains(hash)) {
            return "SHA-256";
        }
        return hash.startsWith("SHA3") ? hash : hash.replace("SHA", "SHA-");
    }

    private static ChannelBinding binding(byte[] data) {
        try {
            Constructor<?> constructor = Class.forName(CLASS).getConstructor(byte[].class);
            return (ChannelBinding) constructor.newInstance((Object) data);
        } catch (ReflectiveOperationException shut) {
            throw new UnusableSettingException(
                    "Kerberos over HTTPS cannot be bound to the certificates of computers. Start with java -jar calmend.jar, or add"
                            + " to the command line: --add-exports " + PACKAGE + "=ALL-UNNAMED",
                    shut);
        }
    }
}
