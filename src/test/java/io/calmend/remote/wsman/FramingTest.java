package io.calmend.remote.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the bytes of a sealed message lie. The tokens here are filled with numbers: nothing is encrypted. */
class FramingTest {

    /** Java's layout of AES: header 16, confounder 16, data, copy of the header 16, checksum 12. */
    private static byte[] token(int dataLength, int checksum) {
        var token = new byte[16 + 16 + dataLength + 16 + checksum];
        for (var i = 0; i < token.length; i++) {
            token[i] = (byte) (i % 251);
        }
        byte[] header = {5, 4, 6, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
        System.arraycopy(header, 0, token, 0, 16);
        return token;
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void bodyIsLaidOutAsWindowsWantsIt(Scheme scheme) {
        var token = token(100, 12);

        var body = Framing.body(scheme, token, 100);

        var head = "--Encrypted Boundary\r\n\tContent-Type: " + scheme.protocol() + "\r\n"
                + "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=100\r\n"
                + "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n";
        assertThat(new String(body, 0, head.length(), StandardCharsets.US_ASCII))
                .isEqualTo(head);
        var rest = ByteBuffer.wrap(body, head.length(), body.length - head.length())
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(rest.getInt()).as("length of the front part").isEqualTo(60);
        var front = new byte[60];
        rest.get(front);
        var cipher = new byte[100];
        rest.get(cipher);
        assertThat(HexFormat.of().formatHex(front, 4, 8)).as("EC 0, RRC 28").isEqualTo("0000001c");
        assertThat(Arrays.copyOfRange(front, 16, 44))
                .as("copy of the header and checksum")
                .isEqualTo(Arrays.copyOfRange(token, 132, 160));
        assertThat(Arrays.copyOfRange(front, 44, 60)).as("confounder").isEqualTo(Arrays.copyOfRange(token, 16, 32));
        assertThat(cipher).as("data").isEqualTo(Arrays.copyOfRange(token, 32, 132));
        var end = new byte[rest.remaining()];
        rest.get(end);
        assertThat(new String(end, StandardCharsets.US_ASCII)).isEqualTo("--Encrypted Boundary--\r\n");
    }

    @Test
    void rotationFollowsTheLengthOfTheChecksum() {
        // aes256-sha384 has a checksum of 24 bytes
        var body = Framing.body(Scheme.NEGOTIATE, token(10, 24), 10);
        var at = new String(body, StandardCharsets.ISO_8859_1).indexOf("octet-stream\r\n") + 14;
        assertThat(body[at]).isEqualTo((byte) 72);
        assertThat(body[at + 4 + 7]).isEqualTo((byte) 40);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 40_000})
    void whatWasWrittenIsFoundAgain(int length) throws Exception {
        var token = token(length, 12);
        var body = Framing.body(Scheme.NEGOTIATE, token, length);
        var found = Framing.read(Scheme.NEGOTIATE, Framing.contentType(Scheme.NEGOTIATE), body);
        assertThat(found.length()).isEqualTo(length);
        assertThat(found.charset()).isEqualTo(StandardCharsets.UTF_8);
        assertThat(found.token()).isEqualTo(Framing.rotated(token, 28));
    }

    @Test
    void endMarkWithinTheCipherTextIsNotTheEnd() throws Exception {
        var token = token(100, 12);
        var mark = "--Encrypted Boundary--\r\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(mark, 0, token, 40, mark.length);
        var body = Framing.body(Scheme.NEGOTIATE, token, 100);
        assertThat(Framing.read(Scheme.NEGOTIATE, Framing.contentType(Scheme.NEGOTIATE), body)
                        .length())
                .isEqualTo(100);
    }

    @Test
    void answersOfMicrosoftsOwnOtherServerAreRead() throws Exception {
        // no tabs, not rotated, one line break too many
        var token = token(5, 12);
        var body = answer(
                "--Encrypted Boundary\r\nContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
                        + "OriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n"
                        + "--Encrypted Boundary\r\nContent-Type: application/octet-stream\r\n",
                60,
                token,
                "--Encrypted Boundary--\r\n\r\n");
        assertThat(Framing.read(Scheme.NEGOTIATE, Framing.contentType(Scheme.NEGOTIATE), body)
                        .token())
                .isEqualTo(token);
    }

    private static final String HEAD = "--Encrypted Boundary\r\n"
            + "\tContent-Type: application/HTTP-SPNEGO-session-encrypted\r\n"
            + "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=5\r\n"
            + "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n";
    private static final String END = "--Encrypted Boundary--\r\n";

    private static byte[] answer(String head, int front, byte[] token, String end) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(front)
                .array());
        body.writeBytes(token);
        body.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static byte[] header(int at, int value) {
        var token = token(5, 12);
        token[at] = (byte) value;
        return token;
    }

    static Stream<Arguments> malformed() {
        var good = token(5, 12);
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("a clear envelope", "<s:Envelope/>".getBytes(StandardCharsets.UTF_8)),
                Arguments.of("only a head", HEAD.getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("a length one too large", answer(HEAD.replace("=5\r", "=6\r"), 60, good, END)),
                Arguments.of("a length one too small", answer(HEAD.replace("=5\r", "=4\r"), 60, good, END)),
                Arguments.of("a huge length", answer(HEAD.replace("=5\r", "=999999999\r"), 60, good, END)),
                Arguments.of("a length that is no number", answer(HEAD.replace("=5\r", "=-5\r"), 60, good, END)),
                Arguments.of("no length", answer(HEAD.replace(";Length=5", ""), 60, good, END)),
                Arguments.of("a front part of nothing", answer(HEAD, 0, good, END)),
                Arguments.of("a negative front part", answer(HEAD, -1, good, END)),
                Arguments.of("a huge front part", answer(HEAD, Integer.MAX_VALUE, good, END)),
                Arguments.of("a front part one too long", answer(HEAD, 61, good, END)),
                Arguments.of("no end mark", answer(HEAD, 60, good, "")),
                Arguments.of("something after the end", answer(HEAD, 60, good, END + "x")),
                Arguments.of("another character set", answer(HEAD.replace("UTF-8", "IBM437"), 60, good, END)),
                Arguments.of("another protocol inside", answer(HEAD.replace("SPNEGO", "CredSSP"), 60, good, END)),
                Arguments.of("a line without an end", ("--" + "x".repeat(100_000)).getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("a token that is signed only", answer(HEAD, 60, header(2, 4), END)),
                Arguments.of("a token of another kind", answer(HEAD, 60, header(1, 5), END)),
                Arguments.of("RC4's token", answer(HEAD, 60, header(0, 0x60), END)),
                Arguments.of("filler bytes, EC 16", answer(HEAD, 60, header(5, 16), END)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void whatIsNotInFormIsRefused(String what, byte[] body) {
        assertThatThrownBy(() -> Framing.read(Scheme.NEGOTIATE, Framing.contentType(Scheme.NEGOTIATE), body))
                .as(what)
                .isInstanceOf(UnsealedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/soap+xml;charset=UTF-8",
                "text/html",
                "multipart/encrypted",
                "multipart/encrypted;protocol=\"application/HTTP-CredSSP-session-encrypted\";boundary=\"Encrypted Boundary\"",
                "multipart/encrypted;protocol=\"application/HTTP-Kerberos-session-encrypted\";boundary=\"Encrypted Boundary\""
            })
    void answerOfAnotherTypeIsRefusedWhateverItsBody(String type) {
        assertThatThrownBy(() -> Framing.read(Scheme.NEGOTIATE, type, answer(HEAD, 60, token(5, 12), END)))
                .isInstanceOf(UnsealedException.class);
    }

    @Test
    void tokenThatIsRotatedAlreadyIsNotSent() {
        assertThatThrownBy(() -> Framing.body(Scheme.NEGOTIATE, Framing.rotated(token(5, 12), 28), 5))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
