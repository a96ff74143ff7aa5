package io.calmend.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsIdsTest {

    @Test
    void objectIdIsReadWithWindowsMixedByteOrder() {
        var bytes = HexFormat.of().parseHex("33221100554477668899aabbccddeeff");
        var id = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

        assertThat(WindowsIds.objectId(bytes)).contains(id);
        assertThat(WindowsIds.bytesOf(id)).isEqualTo(bytes);
    }

    @Test
    void everyObjectIdComesBack() {
        for (var i = 0; i < 1_000; i++) {
            var id = UUID.randomUUID();
            assertThat(WindowsIds.objectId(WindowsIds.bytesOf(id))).contains(id);
        }
    }

    @Test
    void objectIdOfAnotherLengthIsNone() {
        assertThat(WindowsIds.objectId(null)).isEmpty();
        assertThat(WindowsIds.objectId(new byte[15])).isEmpty();
        assertThat(WindowsIds.objectId(new byte[17])).isEmpty();
    }

    @Test
    void securityIdentifierIsReadAndWritten() {
        var bytes = HexFormat.of().parseHex("010500000000000515000000ffffffff0100000002000000f4010000");

        assertThat(WindowsIds.sid(bytes)).contains("S-1-5-21-4294967295-1-2-500");
        assertThat(WindowsIds.bytesOf("S-1-5-21-4294967295-1-2-500"))
                .hasValueSatisfying(back -> assertThat(back).isEqualTo(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "S-1-5",
                "S-2-5-21-1",
                "S-1-5-21-4294967296",
                "S-1-5-21-1)(cn=*",
                "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16"
            })
    void whatIsNoSecurityIdentifierIsNone(String text) {
        assertThat(WindowsIds.bytesOf(text)).isEmpty();
    }

    @Test
    void cutSecurityIdentifierIsNone() {
        assertThat(WindowsIds.sid(HexFormat.of().parseHex("010500000000000515000000")))
                .isEmpty();
        assertThat(WindowsIds.sid(null)).isEmpty();
    }

    @Test
    void bytesInAFilterAreEscapedOneByOne() {
        assertThat(WindowsIds.inFilter(new byte[] {1, (byte) 0xAB, 0})).isEqualTo("\\01\\ab\\00");
    }
}
