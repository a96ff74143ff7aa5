package io.calmend.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.ldap.core.support.LdapContextSource;
import org.springframework.security.ldap.search.LdapUserSearch;

/** For tests: the parts of this module on one directory, without the rest of the portal. */
public record OpenedDirectory(Directory directory, LdapUserSearch people, LdapContextSource address) {

    /** As the portal with these settings. */
    public static OpenedDirectory with(Map<String, String> settings) {
        var bound = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("calmend.directory", DirectorySettings.class);
        var address = new DirectoryConfiguration().directoryContextSource(bound);
        address.afterPropertiesSet();
        var connection = new DirectoryConnection(address, bound);
        var people = new PersonSearch(connection, bound);
        return new OpenedDirectory(new LdapDirectory(connection, people, bound, Clock.systemUTC()), people, address);
    }

    /** Makes this JVM trust the authority in {@code pem} and no other, until it is closed. */
    public static Trust trustOnly(Path pem) {
        try (var in = Files.newInputStream(pem)) {
            return trust(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Makes this JVM trust an authority that has nothing to do with the directory: one of the JDK's own, not of the store that
     * an earlier test in this JVM may have named. (To trust none at all is an error of its own.)
     */
    public static Trust trustAnUnknownIssuer() {
        try {
            var jdk = KeyStore.getInstance(
                    Path.of(System.getProperty("java.home"), "lib", "security", "cacerts")
                            .toFile(),
                    (char[]) null);
            return trust(List.of(jdk.getCertificate(jdk.aliases().nextElement())));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Trust trust(Collection<? extends Certificate> authorities) throws GeneralSecurityException {
        try {
            var before = SSLContext.getDefault();
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (var authority : authorities) {
                trusted.setCertificateEntry("authority " + trusted.size(), authority);
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            SSLContext.setDefault(context);
            return () -> SSLContext.setDefault(before);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What this JVM trusts for a while; closing it brings back what it trusted before. */
    @FunctionalInterface
    public interface Trust extends AutoCloseable {
        @Override
        void close();
    }
}
