package io.calmend.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KeyTab;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.keytab.Keytab;
import org.apache.kerby.kerberos.kerb.type.base.PrincipalName;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** Checks the tokens of the schemes {@code Negotiate} and {@code Kerberos} with the keys of all hosts. */
final class KerberosAcceptor {

    private static final GSSManager MANAGER = GSSManager.getInstance();

    private final Path folder;
    private final Keytab all;
    private final Map<String, List<PrincipalName>> services;
    private final Map<String, KeyTab> hosts = new ConcurrentHashMap<>();

    /** @param keytab of all hosts; beside it each gets one of its own, since Java reads a keytab from end to end each time */
    KerberosAcceptor(Path keytab) {
        folder = keytab.toAbsolutePath().getParent();
        try {
            all = Keytab.loadKeytab(keytab.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        services = all.getPrincipals().stream()
                .distinct()
                .collect(Collectors.groupingBy(service -> service.getName()
                        .replaceFirst("@.*", "")
                        .replaceFirst(".*/", "")
                        .toLowerCase(Locale.ROOT)));
    }

    private KeyTab keys(String host) {
        return hosts.computeIfAbsent(host, _ -> {
            var own = new Keytab();
            services.getOrDefault(host, List.of())
                    .forEach(service -> own.addKeytabEntries(all.getKeytabEntries(service)));
            try {
                var file = Files.createTempFile(folder, "host", ".keytab").toFile();
                own.store(file);
                return KeyTab.getUnboundInstance(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
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
        var keys = keys(host);
        var accepted = accept(token, keys);
        if (!accepted.context().isEstablished()) {
            // no client in use needs a second round, since each has Kerberos for its first choice
            throw new GSSException(GSSException.BAD_MECH);
        }
        if (shown != null) {
            switch (fit(token, shown, keys)) {
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

    private static TicketBinding.Fit fit(byte[] token, X509Certificate shown, KeyTab keys) throws GSSException {
        try {
            return new TicketBinding(keys).fit(token, shown);
        } catch (KrbException e) {
            throw new GSSException(GSSException.DEFECTIVE_TOKEN);
        }
    }

    private static Accepted accept(byte[] token, KeyTab keys) throws GSSException {
        // no principal: HTTP or WSMAN, as the ticket says
        var service = new Subject(true, Set.of(), Set.of(), Set.of(keys));
        try {
            return Subject.callAs(service, () -> {
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
