package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.vocabulary.FailureReason;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.concurrent.Callable;
import javax.security.auth.Subject;
import org.ietf.jgss.*;
import org.jspecify.annotations.Nullable;

/** Interim. */
public final class Login {
    private final Subject subject;

    Login(Subject subject) {
        this.subject = subject;
    }

    private <T> T in(Callable<T> work) throws KerberosRefusedException {
        try {
            return Subject.callAs(subject, work);
        } catch (Exception e) {
            e.printStackTrace();
            throw new KerberosRefusedException(
                    new ConnectionFailure(
                            FailureReason.TICKET_REFUSED, ConnectionFailure.line(String.valueOf(e.getMessage()))),
                    false);
        }
    }

    GSSContext context(String service, String host, Oid mechanism, @Nullable X509Certificate boundTo)
            throws KerberosRefusedException {
        return in(() -> {
            var manager = GSSManager.getInstance();
            var name = manager.createName(service + "/" + host, new Oid("1.2.840.113554.1.2.2.1"));
            var context = manager.createContext(name, mechanism, null, GSSContext.DEFAULT_LIFETIME);
            context.requestMutualAuth(true);
            context.requestConf(true);
            context.requestInteg(true);
            context.requestReplayDet(true);
            context.requestSequenceDet(true);
            context.requestCredDeleg(false);
            if (boundTo != null) {
                var hash = MessageDigest.getInstance("SHA-256").digest(boundTo.getEncoded());
                var data = new byte[21 + hash.length];
                System.arraycopy("tls-server-end-point:".getBytes(), 0, data, 0, 21);
                System.arraycopy(hash, 0, data, 21, hash.length);
                context.setChannelBinding(
                        (ChannelBinding) Class.forName("sun.security.jgss.krb5.internal.TlsChannelBindingImpl")
                                .getConstructor(byte[].class)
                                .newInstance((Object) data));
            }
            return context;
        });
    }

    byte[] step(GSSContext context, byte[] token) throws KerberosRefusedException {
        return in(() -> {
            var next = context.initSecContext(token, 0, token.length);
            return next == null ? new byte[0] : next;
        });
    }

    public String ticketFor(String service, String host) throws KerberosRefusedException {
        throw new UnsupportedOperationException();
    }

    public Instant until() {
        throw new UnsupportedOperationException();
    }
}
