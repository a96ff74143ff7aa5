package io.calmend.remote.wsman;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates signed in any way. */
final class Signed {

    private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

    private Signed() {}

    static X509Certificate by(String key, String algorithm) throws Exception {
        var pair = KeyPairGenerator.getInstance(key).generateKeyPair();
        var name = new X500Principal("CN=pc-0421.corp.example");
        var now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(64, new SecureRandom()),
                Date.from(now),
                Date.from(now.plus(1, ChronoUnit.DAYS)),
                name,
                pair.getPublic());
        var signer = new JcaContentSignerBuilder(algorithm)
                .setProvider(BOUNCY_CASTLE)
                .build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
