package io.calmend.remote.transport;

import io.calmend.vocabulary.Secret;
import io.calmend.vocabulary.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * An account for use on hosts, with its secret and its transport. {@code toString} shows no secret.
 *
 * @param name {@code user@REALM} for a domain account, a plain name for a local account of the host
 * @param password null where there is a keytab
 * @param keytab null where there is a password
 * @param fingerprint changes whenever the password or the content of the keytab does; reveals nothing of either, and
 *     differs in each process
 */
public record HostAccount(
        String name, @Nullable Secret password, @Nullable Path keytab, String fingerprint, TransportKind transport) {

    private static final int LARGEST_KEYTAB = 1_024 * 1_024;
    private static final byte[] SALT = new SecureRandom().generateSeed(32);

    public static HostAccount withPassword(String name, Secret password, TransportKind transport) {
        return new HostAccount(
                name, password, null, fingerprintOf(password.reveal().getBytes(StandardCharsets.UTF_8)), transport);
    }

    /** @throws IOException if the file cannot be read or is too large for a keytab */
    public static HostAccount withKeytab(String name, Path keytab, TransportKind transport) throws IOException {
        try (var in = Files.newInputStream(keytab)) {
            var bytes = in.readNBytes(LARGEST_KEYTAB + 1);
            if (bytes.length == 0 || bytes.length > LARGEST_KEYTAB) {
                throw new IOException("not a keytab");
            }
            return new HostAccount(name, null, keytab.toAbsolutePath(), fingerprintOf(bytes), transport);
        }
    }

    private static String fingerprintOf(byte[] secret) {
        return Sha256.hex(SALT, secret);
    }

    /** Leaves out everything that derives from the password. */
    @Override
    public String toString() {
        return name + " by " + transport;
    }

    /** {@code user@REALM} signs in with Kerberos, a plain name with Basic; Overthere decides in the same way. */
    public boolean isKerberos() {
        return isKerberos(name);
    }

    /** Whether an account of that name is a domain account. */
    public static boolean isKerberos(String name) {
        return name.indexOf('@') >= 0;
    }
}
