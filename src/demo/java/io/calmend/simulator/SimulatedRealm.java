package io.calmend.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.apache.kerby.kerberos.kerb.KrbCodec;
import org.apache.kerby.kerberos.kerb.KrbErrorCode;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.common.EncryptionUtil;
import org.apache.kerby.kerberos.kerb.identity.backend.BackendConfig;
import org.apache.kerby.kerberos.kerb.identity.backend.MemoryIdentityBackend;
import org.apache.kerby.kerberos.kerb.keytab.Keytab;
import org.apache.kerby.kerberos.kerb.keytab.KeytabEntry;
import org.apache.kerby.kerberos.kerb.request.KrbIdentity;
import org.apache.kerby.kerberos.kerb.server.KdcConfig;
import org.apache.kerby.kerberos.kerb.server.KdcConfigKey;
import org.apache.kerby.kerberos.kerb.server.KdcContext;
import org.apache.kerby.kerberos.kerb.server.KdcHandler;
import org.apache.kerby.kerberos.kerb.server.KdcSetting;
import org.apache.kerby.kerberos.kerb.server.preauth.PreauthHandler;
import org.apache.kerby.kerberos.kerb.type.KerberosTime;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionKey;
import org.apache.kerby.kerberos.kerb.type.base.EncryptionType;
import org.apache.kerby.kerberos.kerb.type.base.KrbError;
import org.apache.kerby.kerberos.kerb.type.base.KrbMessage;

/**
 * The domain's Kerberos realm: a key distribution centre in memory, and the files that its clients and hosts need. It knows
 * AES only, and wants to see a password's proof before it gives a ticket. Tickets follow the machine's own clock.
 *
 * <p>Apache Kerby does the work, but not the listening: {@link KdcListener} hands it each message.
 */
final class SimulatedRealm implements AutoCloseable {

    static final String NAME = "CORP.EXAMPLE";

    private static final List<EncryptionType> AES =
            List.of(EncryptionType.AES256_CTS_HMAC_SHA1_96, EncryptionType.AES128_CTS_HMAC_SHA1_96);
    private static final int KEY_VERSION = 1;
    /** The tag of a KRB-ERROR. */
    private static final byte ERROR = 0x7e;

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Path folder;
    private final MemoryIdentityBackend principals = new MemoryIdentityBackend();
    private final KdcHandler centre;
    private final KdcListener listener;

    /** @param hosts their DNS names */
    SimulatedRealm(Path folder, Collection<String> hosts) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            principals.initialize();
            add("krbtgt/" + NAME, randomKeys());
            enter(hosts);
            for (var account : DomainAccount.values()) {
                enter(account);
            }
            centre = newCentre();
            listener = new KdcListener(this::answer);
            Files.writeString(krb5Conf(), configuration(listener.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }

    KdcListener kdc() {
        return listener;
    }

    Path krb5Conf() {
        return folder.resolve("krb5.conf");
    }

    Path hostsKeytab() {
        return folder.resolve("hosts.keytab");
    }

    Path keytab(DomainAccount account) {
        return folder.resolve(account.user() + ".keytab");
    }

    @Override
    public void close() {
        listener.close();
    }

    private void enter(Collection<String> hosts) throws KrbException, IOException {
        var keytab = new Keytab();
        for (var host : hosts) {
            for (var service : List.of("HTTP/", "WSMAN/")) {
                keytab.addKeytabEntries(add(service + host, randomKeys()));
            }
        }
        keytab.store(hostsKeytab().toFile());
    }

    private void enter(DomainAccount account) throws KrbException, IOException {
        var keytab = new Keytab();
        keytab.addKeytabEntries(add(
                account.user(),
                EncryptionUtil.generateKeys(account.principal(), account.password(), AES, KEY_VERSION)));
        keytab.store(keytab(account).toFile());
    }

    private static List<EncryptionKey> randomKeys() throws KrbException {
        return EncryptionUtil.generateKeys(AES, KEY_VERSION);
    }

    private List<KeytabEntry> add(String name, List<EncryptionKey> keys) throws KrbException {
        var identity = new KrbIdentity(name + "@" + NAME);
        identity.setKeyVersion(KEY_VERSION);
        identity.addKeys(keys);
        principals.addIdentity(identity);
        return keys.stream()
                .map(key -> new KeytabEntry(identity.getPrincipal(), KerberosTime.now(), KEY_VERSION, key))
                .toList();
    }

    private KdcHandler newCentre() {
        var config = new KdcConfig();
        config.setString(KdcConfigKey.KDC_REALM, NAME);
        config.setString(
                KdcConfigKey.ENCRYPTION_TYPES,
                String.join(" ", AES.stream().map(EncryptionType::getName).toList()));
        var context = new KdcContext(new KdcSetting(config, new BackendConfig()));
        context.setIdentityService(principals);
        var preauthentication = new PreauthHandler();
        preauthentication.init();
        context.setPreauthHandler(preauthentication);
        return new KdcHandler(context);
    }

    private byte[] answer(byte[] message) throws IOException {
        try {
            var answer = handle(message);
            if (answer[0] != ERROR || !(KrbCodec.decodeMessage(ByteBuffer.wrap(answer)) instanceof KrbError error)) {
                return answer;
            }
            return switch (error.getErrorCode()) {
                // Kerby's own word for a wrong password, where Windows, MIT and Heimdal say 24
                case KRB_AP_ERR_BAD_INTEGRITY -> {
                    error.setErrorCode(KrbErrorCode.KDC_ERR_PREAUTH_FAILED);
                    yield encoded(error);
                }
                // to Kerby a ticket of this very millisecond is one of the future
                case KRB_AP_ERR_TKT_NYV -> {
                    Thread.sleep(2);
                    yield handle(message);
                }
                default -> answer;
            };
        } catch (KrbException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private byte[] handle(byte[] message) throws KrbException {
        var answer = centre.handleMessage(ByteBuffer.wrap(message), false, LOOPBACK);
        var bytes = new byte[answer.remaining()];
        answer.get(bytes);
        return bytes;
    }

    private static byte[] encoded(KrbMessage message) throws KrbException {
        return KrbCodec.encode(message);
    }

    private static String configuration(int port) {
        var domain = CastMember.DOMAIN;
        return """
                [libdefaults]
                  default_realm = %1$s
                  udp_preference_limit = 1
                  dns_lookup_kdc = false
                  dns_lookup_realm = false
                  dns_canonicalize_hostname = false
                  rdns = false
                [realms]
                  %1$s = {
                    kdc = 127.0.0.1:%2$d
                  }
                [domain_realm]
                  %3$s = %1$s
                  .%3$s = %1$s
                """.formatted(NAME, port, domain);
    }
}
