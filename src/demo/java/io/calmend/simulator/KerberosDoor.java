package io.calmend.simulator;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KeyTab;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** Checks the tokens of the schemes {@code Negotiate} and {@code Kerberos} with the keys of all hosts. */
final class KerberosDoor {

    private static final GSSManager MANAGER = GSSManager.getInstance();

    private final Subject hosts;
    private final TicketBinding binding;

    KerberosDoor(Path keytab) {
        // no principal: a ticket for any host of the keytab will do here
        var keys = KeyTab.getUnboundInstance(keytab.toFile());
        hosts = new Subject(true, Set.of(), Set.of(), Set.of(keys));
        binding = new TicketBinding(keys);
    }

    /** @param answer what the client must be told, null for nothing */
    record Accepted(GSSContext context, byte @Nullable [] answer) {

        String account() throws GSSException {
            return context.getSrcName().toString();
        }
    }

    /**
     * @param host whose service the ticket must be for
     * @param shown the certificate of the channel, null where there is none
     * @param strict whether the token must be bound to it
     */
    Accepted accept(byte[] token, String host, @Nullable X509Certificate shown, boolean strict) throws GSSException {
        var accepted = accept(token);
        if (!accepted.context().isEstablished()) {
            // no client in use needs a second round, since each has Kerberos for its first choice
            throw new GSSException(GSSException.BAD_MECH);
        }
        var service = accepted.context().getTargName().toString();
        if (!service.toLowerCase(Locale.ROOT).contains("/" + host + "@")) {
            throw new GSSException(GSSException.BAD_NAME);
        }
        if (shown != null) {
            switch (fit(token, shown)) {
                case NONE -> {
                    if (strict) {
                        throw new GSSException(GSSException.BAD_BINDINGS);
                    }
                }
                case RIGHT -> {}
                case WRONG -> throw new GSSException(GSSException.BAD_BINDINGS);
            }
        }
        return accepted;
    }

    private TicketBinding.Fit fit(byte[] token, X509Certificate shown) throws GSSException {
        try {
            return binding.fit(token, shown);
        } catch (KrbException e) {
            throw new GSSException(GSSException.DEFECTIVE_TOKEN);
        }
    }

    private Accepted accept(byte[] token) throws GSSException {
        try {
            return Subject.callAs(hosts, () -> {
                var credential = MANAGER.createCredential(
                        null,
                        GSSCredential.INDEFINITE_LIFETIME,
                        new Oid[] {new Oid("1.3.6.1.5.5.2"), new Oid("1.2.840.113554.1.2.2")},
                        GSSCredential.ACCEPT_ONLY);
                var context = MANAGER.createContext(credential);
                return new Accepted(context, context.acceptSecContext(token, 0, token.length));
            });
        } catch (CompletionException e) {
            if (e.getCause() instanceof GSSException refused) {
                throw refused;
            }
            // a token that is none
            throw new GSSException(GSSException.DEFECTIVE_TOKEN);
        }
    }
}
