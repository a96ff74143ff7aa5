package io.calmend.licensing;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.licensing.LicenceDecoding.Decoded;
import io.calmend.licensing.LicenceDecoding.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LicenceDecoderTest {

    private static final JsonNode VECTORS = read();

    private static JsonNode read() {
        try (InputStream file = LicenceDecoderTest.class.getResourceAsStream("/licence-vectors.json")) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static Stream<JsonNode> vectors() {
        return StreamSupport.stream(VECTORS.get("vectors").spliterator(), false);
    }

    private static byte[] blob(JsonNode vector) {
        return Base64.getDecoder().decode(vector.get("base64").stringValue());
    }

    private static byte[] sample() {
        return blob(VECTORS.get("vectors").get(0));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyFieldOfALicenceIsRead(JsonNode vector) {
        var expected = vector.get("expected");

        var decoding = LicenceDecoder.decode(blob(vector));

        assertThat(decoding).isInstanceOf(Decoded.class);
        var licence = ((Decoded) decoding).licence();
        assertThat("0x%08x".formatted(licence.certificateVersion()))
                .isEqualTo(expected.get("tsCertVersion").stringValue());
        assertThat(licence.company()).isEqualTo(expected.get("company").stringValue());
        assertThat(licence.issuer()).isEqualTo(expected.get("issuer").stringValue());
        assertThat(licence.scope()).isEqualTo(expected.get("scope").stringValue());
        assertThat(licence.machine()).isEqualTo(expected.get("issuedToMachine").stringValue());
        assertThat(licence.user()).isEqualTo(expected.get("issuedToUser").stringValue());
        assertThat(licence.requestedProduct())
                .isEqualTo(expected.get("requestedProductId").stringValue());
        assertThat(licence.licenceId()).isEqualTo(expected.get("licenseId").stringValue());
        assertThat(licence.productVersion())
                .isEqualTo(expected.get("productVersion").stringValue());
        assertThat("0x%08x".formatted(licence.flags()))
                .isEqualTo(expected.get("flags").stringValue());
        assertThat(licence.temporary()).isEqualTo(expected.get("temporary").booleanValue());
        assertThat(licence.rtm()).isEqualTo(expected.get("rtm").booleanValue());
        assertThat(licence.enforced()).isEqualTo(expected.get("enforced").booleanValue());
        assertThat("0x%08x".formatted(licence.platformId()))
                .isEqualTo(expected.get("platformId").stringValue());
        assertThat("0x%08x".formatted(licence.localeId()))
                .isEqualTo(expected.get("localeId").stringValue());
        assertThat(licence.licenceServerId())
                .isEqualTo(expected.get("licenseServerId").stringValue());
        assertThat(licence.validFrom())
                .isEqualTo(Instant.parse(expected.get("notBefore").stringValue()));
        assertThat(licence.validUntil())
                .isEqualTo(Instant.parse(expected.get("notAfter").stringValue()));
        assertThat(Base64.getDecoder().decode(licence.hardwareId())).hasSize(20);
        assertThat(licence.warning()).isNull();
    }

    @Test
    void aLicenceInsideNewLicenseInfoIsRead() throws IOException {
        var around = new ByteArrayOutputStream();
        around.write(new byte[] {0, 0, 6, 0});
        part(around, "microsoft.com\0".getBytes(StandardCharsets.US_ASCII));
        part(around, "Microsoft Corporation\0".getBytes(StandardCharsets.UTF_16LE));
        part(around, "A02\0".getBytes(StandardCharsets.UTF_16LE));
        part(around, sample());

        assertThat(LicenceDecoder.decode(around.toByteArray())).isEqualTo(LicenceDecoder.decode(sample()));
    }

    private static void part(ByteArrayOutputStream to, byte[] content) throws IOException {
        to.write(new byte[] {(byte) content.length, (byte) (content.length >> 8), 0, 0});
        to.write(content);
    }

    @Test
    void aLicenceThatIsCutShortAnywhereIsUnreadable() {
        for (var vector : vectors().toList()) {
            var whole = blob(vector);
            for (int length = 0; length < whole.length; length++) {
                assertThat(LicenceDecoder.decode(Arrays.copyOf(whole, length)))
                        .as("first %d bytes", length)
                        .isInstanceOf(Unreadable.class);
            }
        }
    }

    @Test
    void bytesBehindALicenceAreNoted() {
        var decoding = LicenceDecoder.decode(Arrays.copyOf(sample(), sample().length + 3));

        assertThat(decoding).isInstanceOf(Decoded.class);
        assertThat(((Decoded) decoding).licence().warning()).isNotNull();
    }

    @Test
    void everySingleByteMayBeAnythingWithoutHarm() {
        var whole = sample();
        int unreadable = 0;
        for (int at = 0; at < whole.length; at++) {
            var original = whole[at];
            for (int value = 0; value < 256; value++) {
                whole[at] = (byte) value;
                if (LicenceDecoder.decode(whole) instanceof Unreadable) {
                    unreadable++;
                }
            }
            whole[at] = original;
        }
        assertThat(unreadable).as("damage to the structure is noticed").isGreaterThan(10_000);
        assertThat(LicenceDecoder.decode(whole)).isInstanceOf(Decoded.class);
    }

    @Test
    void noiseNeverHarms() {
        var random = new Random(20260110);
        var whole = sample();
        for (int seed = 0; seed < 100_000; seed++) {
            byte[] blob;
            if (seed % 2 == 0) {
                blob = new byte[random.nextInt(400)];
                random.nextBytes(blob);
                if (blob.length > 0 && seed % 4 == 0) {
                    blob[0] = 0x30;
                }
            } else {
                blob = whole.clone();
                for (int i = 1 + random.nextInt(8); i > 0; i--) {
                    blob[random.nextInt(blob.length)] = (byte) random.nextInt(256);
                }
            }
            assertThat(LicenceDecoder.decode(blob)).isNotNull();
        }
    }

    @Test
    void nestingWithoutEndIsRefused() {
        var nested = new byte[LicenceDecoder.LARGEST];
        for (int at = 0; at + 4 <= nested.length; at += 4) {
            int left = nested.length - at - 4;
            nested[at] = 0x30;
            nested[at + 1] = (byte) 0x82;
            nested[at + 2] = (byte) (left >> 8);
            nested[at + 3] = (byte) left;
        }
        assertThat(LicenceDecoder.decode(nested)).isInstanceOf(Unreadable.class);
    }

    @Test
    void lengthsBeyondAllBoundsAreRefused() {
        for (var hex : List.of(
                "3080",
                "3081",
                "3081ff",
                "3082ffff",
                "3083ffffff",
                "30847fffffff",
                "3084ffffffff",
                "3088ffffffffffffffff",
                "30ff",
                "1f8180",
                "00000600ffffffff",
                "00000600ffffff7f",
                "000006000000000000000000")) {
            assertThat(LicenceDecoder.decode(HexFormat.of().parseHex(hex)))
                    .as(hex)
                    .isInstanceOf(Unreadable.class);
        }
    }

    @Test
    void elementsWithoutNumberAreRefused() {
        var many = new byte[60_000];
        many[0] = 0x30;
        many[1] = (byte) 0x82;
        many[2] = (byte) (many.length - 4 >> 8);
        many[3] = (byte) (many.length - 4);
        for (int at = 4; at < many.length; at += 2) {
            many[at] = 5;
        }
        assertThat(LicenceDecoder.decode(many)).isInstanceOf(Unreadable.class);
    }

    @Test
    void aBlobTooLargeIsRefusedUnread() {
        var blob = Arrays.copyOf(sample(), LicenceDecoder.LARGEST + 1);

        assertThat(LicenceDecoder.decode(blob))
                .isInstanceOfSatisfying(
                        Unreadable.class,
                        unreadable -> assertThat(unreadable.bytes()).isEqualTo(blob.length));
    }

    @Test
    void aHardwareIdIsReadAsFiveWords() {
        var hwid = VECTORS.get("hwid");
        var bytes = HexFormat.of().parseHex(hwid.get("hex").stringValue());

        assertThat(HardwareId.read(bytes).map(HardwareId::toString))
                .contains(hwid.get("expected").stringValue());
        assertThat(HardwareId.read(Arrays.copyOf(bytes, 19))).isEmpty();
        assertThat(HardwareId.read(Arrays.copyOf(bytes, 21))).isEmpty();
        assertThat(HardwareId.read(new byte[0])).isEmpty();
    }
}
