package io.calmend.simulator;

import io.calmend.simulator.Certificates.Identity;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate that fits the name a client asks for (SNI); a client that names nobody gets the one for {@code ""}.
 * A name that is not known ends the handshake.
 */
final class SwitchableIdentity extends X509ExtendedKeyManager {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Function<String, @Nullable Identity> identities;

    /** @param identities by lower-case DNS name, null for unknown ones; asked at each handshake */
    SwitchableIdentity(Function<String, @Nullable Identity> identities) {
        this.identities = identities;
    }

    /** A context without sessions of before, so that a certificate that was changed is shown at once. */
    SSLContext newContext() {
        try {
            var context = SSLContext.getInstance("TLS");
            // trusts nobody, and so does not fix what this JVM trusts by default before the portal has said it
            context.init(new KeyManager[] {this}, new TrustManager[0], RANDOM);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The name that the client asked for, in lower case; empty if it named nobody. */
    static String requestedName(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (var name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName().toLowerCase(java.util.Locale.ROOT);
                }
            }
        }
        return "";
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return choose(keyType, socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return choose(keyType, engine.getHandshakeSession());
    }

    private @Nullable String choose(String keyType, @Nullable SSLSession session) {
        if (!keyType.startsWith("EC")) {
            return null;
        }
        var name = requestedName(session);
        // an alias must not be empty
        return identities.apply(name) == null ? null : "n:" + name;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var identity = identities.apply(alias.substring(2));
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var identity = identities.apply(alias.substring(2));
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }
}
