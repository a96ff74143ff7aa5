package io.calmend.directory;

import io.calmend.vocabulary.UnusableSettingException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.ldap.core.AuthenticationSource;
import org.springframework.ldap.core.support.LdapContextSource;

/** Configures the LDAP connection: this module reads with the portal's account, sign-in binds as the person. */
@Configuration(proxyBeanMethods = false)
class DirectoryConfiguration {

    /**
     * A name that never resolves (RFC 2606), so that a portal without a configured directory gets no answer and
     * refuses everything.
     */
    private static final String NOWHERE = "ldaps://directory.invalid";

    @Bean
    LdapContextSource directoryContextSource(DirectorySettings settings) {
        // the JDK reads these once, when its pool is first used; without "ssl" an LDAPS connection is never pooled
        System.setProperty("com.sun.jndi.ldap.connect.pool.protocol", "plain ssl");
        System.setProperty("com.sun.jndi.ldap.connect.pool.timeout", "60000");
        if (Boolean.getBoolean("com.sun.jndi.ldap.object.disableEndpointIdentification")) {
            throw new UnusableSettingException(
                    "com.sun.jndi.ldap.object.disableEndpointIdentification is set: the name in a"
                            + " domain controller's certificate would not be checked");
        }
        var source = new LdapContextSource();
        source.setUrls(
                settings.configured()
                        ? settings.urls().stream()
                                .map(url -> "ldaps://" + url.getRawAuthority())
                                .toArray(String[]::new)
                        : new String[] {NOWHERE});
        source.setAuthenticationSource(new OwnAccount(settings));
        source.setCacheEnvironmentProperties(false);
        source.setBaseEnvironmentProperties(DirectoryConnection.environment(settings));
        source.setReferral("ignore");
        source.setPooled(true);
        return source;
    }

    /** Reads the password each time, so that a changed one is used without a restart. */
    private record OwnAccount(DirectorySettings settings) implements AuthenticationSource {
        @Override
        public String getPrincipal() {
            return settings.user();
        }

        @Override
        public String getCredentials() {
            var reference = settings.password();
            if (reference == null) {
                throw new DirectoryConnection.PasswordMissingException();
            }
            return reference
                    .read()
                    .orElseThrow(DirectoryConnection.PasswordMissingException::new)
                    .reveal();
        }
    }
}
