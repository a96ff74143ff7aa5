package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelBindingsTest {

    private static final String PREFIX = "tls-server-end-point:";

    @ParameterizedTest
    @CsvSource(textBlock = """
            RSA,     MD5withRSA,        SHA-256
            RSA,     SHA1withRSA,       SHA-256
            RSA,     SHA224withRSA,     SHA-224
            RSA,     SHA256withRSA,     SHA-256
            RSA,     SHA384withRSA,     SHA-384
            RSA,     SHA512withRSA,     SHA-512
            RSA,     SHA3-256withRSA,   SHA3-256
            RSA,     SHA256withRSAandMGF1, SHA-256
            RSA,     SHA384withRSAandMGF1, SHA-256
            EC,      SHA1withECDSA,     SHA-256
            EC,      SHA256withECDSA,   SHA-256
            EC,      SHA384withECDSA,   SHA-384
            EC,      SHA512withECDSA,   SHA-512
            Ed25519, Ed25519,           SHA-256
            """)
    void hashIsThatOfTheSignatureButNeverAWeakOne(String key, String signature, String hash) throws Exception {
        var certificate = Signed.by(key, signature);

        var data = ChannelBindings.of(certificate).getApplicationData();

        assertThat(new String(data, 0, PREFIX.length(), StandardCharsets.US_ASCII))
                .isEqualTo(PREFIX);
        assertThat(Arrays.copyOfRange(data, PREFIX.length(), data.length))
                .as(certificate.getSigAlgName())
                .isEqualTo(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
    }

    @Test
    void testsAreStartedWithWhatItNeeds() {
        assertThatCode(ChannelBindings::check).doesNotThrowAnyException();
    }
}
