package io.calmend.remote.accounts;

import io.calmend.vocabulary.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Makes the company's certificate authorities the only ones that this Java trusts, before any TLS connection is made.
 * The PEM file named by {@code calmend.remote.trusted-certificates} is converted to a PKCS#12 store in a temporary
 * file, to which the system property {@code javax.net.ssl.trustStore} is set.
 *
 * <p>Everything that uses TLS relies on that property: Overthere's strict mode, the connection doctor and the
 * directory (LDAPS through JNDI). Without the setting nothing is changed and Java's own authorities stay trusted. A
 * file that cannot be read or holds no certificate stops the start. Runs as an initializer of the context, and so
 * before any bean is created. A later context in the same JVM, as in tests, replaces the property and Java's default
 * SSL context; connections made from then on use them.
 */
public class TrustedCertificates implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedCertificates.class);
    private static final String SETTING = "calmend.remote.trusted-certificates";

    private static volatile @Nullable Instant firstEnd;

    /** When the first of the trusted certificates expires; empty while Java's own are trusted. */
    static Optional<Instant> firstEnd() {
        return Optional.ofNullable(firstEnd);
    }

    /** Runs after the initializers that add settings. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var file = Binder.get(context.getEnvironment()).bind(SETTING, String.class);
        if (file.isBound() && !file.get().isBlank()) {
            trust(Path.of(file.get().strip()));
        }
    }

    /** Trusts the certificates in {@code pem}. @throws IllegalStateException if there are none */
    public static void trust(Path pem) {
        try {
            var authorities = read(pem);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var number = 0;
            for (var authority : authorities) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
            var random = new byte[16];
            new SecureRandom().nextBytes(random);
            var password = HexFormat.of().formatHex(random);
            // temporary files are readable by their owner only
            var file = Files.createTempFile("calmend-trust", ".p12");
            file.toFile().deleteOnExit();
            try (var out = Files.newOutputStream(file)) {
                store.store(out, password.toCharArray());
            }
            System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
            System.setProperty("javax.net.ssl.trustStorePassword", password);
            System.setProperty("javax.net.ssl.trustStore", file.toString());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            // Java creates its default context once, and would keep trusting what was trusted before
            SSLContext.setDefault(context);
            firstEnd = authorities.stream()
                    .map(authority ->
                            ((X509Certificate) authority).getNotAfter().toInstant())
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            LOG.info("{} trusted authorities from {}", authorities.size(), pem);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new UnusableSettingException(
                    SETTING + ": " + pem + " contains no readable PEM certificates", unreadable);
        }
    }

    private static Collection<? extends Certificate> read(Path pem) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(pem)) {
            var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("no certificate");
            }
            return found;
        }
    }
}
