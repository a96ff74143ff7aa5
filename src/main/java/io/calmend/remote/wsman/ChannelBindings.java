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
 * Binds a Kerberos sign-in to the certificate of its TLS connection, so that a man in the middle cannot relay it (RFC
 * 5929, {@code tls-server-end-point}).
 *
 * <p>Windows and MIT Kerberos hash a binding with address type 0. Java does so only for its own subclass, which is in
 * a package that the JDK does not export.
 */
public final class ChannelBindings {

    private static final String PACKAGE = "java.security.jgss/sun.security.jgss.krb5.internal";
    private static final String CLASS = "sun.security.jgss.krb5.internal.TlsChannelBindingImpl";
    private static final byte[] PREFIX = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> TOO_WEAK = Set.of("MD2", "MD5", "SHA1");

    private ChannelBindings() {}

    /**
     * @throws IllegalStateException if this Java was started without the options that channel bindings need; the
     * message is for an administrator
     */
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
     * The hash of a signature algorithm by its Java name; SHA-256 in place of a weak one. RSASSA-PSS and EdDSA name no
     * hash and the RFC does not define one for them: SHA-256 is used too.
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
