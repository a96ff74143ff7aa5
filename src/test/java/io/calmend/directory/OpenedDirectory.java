package io.calmend.directory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.ldap.core.support.LdapContextSource;
import org.springframework.security.ldap.search.LdapUserSearch;

/** For tests: the parts of this room on one directory, without the rest of the portal. */
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

    /** Makes this JVM trust the authority in {@code pem} and no other; null for none at all. */
    public static void trustOnly(Path pem) {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            if (pem != null) {
                try (var in = Files.newInputStream(pem)) {
                    for (var certificate :
                            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                        trusted.setCertificateEntry("authority " + trusted.size(), certificate);
                    }
                }
            } else {
                var stranger = CertificateFactory.getInstance("X.509");
                trusted.setCertificateEntry("stranger", someRoot(stranger));
            }
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            SSLContext.setDefault(context);
        } catch (java.security.GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Any root of the JDK's own list: an empty trust store is an error of its own and would prove nothing. */
    private static java.security.cert.Certificate someRoot(CertificateFactory unused)
            throws java.security.GeneralSecurityException {
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init((KeyStore) null);
        for (var manager : managers.getTrustManagers()) {
            if (manager instanceof javax.net.ssl.X509TrustManager known && known.getAcceptedIssuers().length > 0) {
                return known.getAcceptedIssuers()[0];
            }
        }
        throw new IllegalStateException("the JDK trusts nobody");
    }
}
