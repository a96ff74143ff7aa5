package io.calmend.remote.wsman;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes and reads the bodies of sealed messages: an HTTP body that contains a Kerberos token. Pure functions.
 *
 * <p>Sources: MS-WSMV 2.2.9.1 (the body), MS-KILE 3.4.5.4.1 and RFC 4121 4.2.4 (the token and its rotation). Java's
 * {@code wrap} returns the header (16 bytes), then, encrypted together, confounder (16), data and a copy of the header
 * (16); then a checksum. Windows expects everything that is not data in front of the data, so the token is rotated
 * right by the length of what follows the data.
 */
final class Framing {

    /** Length of a token's header, which holds nothing secret. */
    static final int HEADER = 16;
    /** Bytes before the data in Java's token: header and confounder. */
    private static final int BEFORE_DATA = 32;

    private static final String BOUNDARY = "Encrypted Boundary";
    private static final String MARK = "--" + BOUNDARY + "\r\n";
    private static final byte[] END = ("--" + BOUNDARY + "--").getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_LINE = 256;
    private static final Pattern ORIGINAL = Pattern.compile(
            "type=application/soap\\+xml;\\s*charset=([A-Za-z0-9-]{1,20});\\s*Length=(\\d{1,9})",
            Pattern.CASE_INSENSITIVE);

    private Framing() {}

    /**
     * A sealed message that was found in a body: the token is complete, and may be rotated. {@code length} is that of
     * the clear text.
     */
    record Sealed(byte[] token, int length, Charset charset) {}

    static String contentType(Scheme scheme) {
        return "multipart/encrypted;protocol=\"" + scheme.protocol() + "\";boundary=\"" + BOUNDARY + "\"";
    }

    /**
     * The body that carries {@code token}.
     *
     * @param token not rotated, as Java's {@code wrap} returns it; it is rotated here
     * @param length of the clear text in bytes
     * @throws IllegalArgumentException if {@code token} is no such token
     */
    static byte[] body(Scheme scheme, byte[] token, int length) {
        var front = token.length - length;
        var trailer = front - BEFORE_DATA;
        if (length < 0 || trailer < HEADER || number(token, 6) != 0 || number(token, 4) != 0) {
            throw new IllegalArgumentException("not a token of AES, unrotated");
        }
        var body = new ByteArrayOutputStream(token.length + 512);
        body.writeBytes(ascii(MARK + "\tContent-Type: " + scheme.protocol() + "\r\n"
                + "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=" + length + "\r\n" + MARK
                + "\tContent-Type: application/octet-stream\r\n"));
        body.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(front)
                .array());
        body.writeBytes(rotated(token, trailer));
        body.writeBytes(END);
        body.writeBytes(ascii("\r\n"));
        return body.toByteArray();
    }

    /**
     * Rotates everything after the header right by {@code by} bytes, and notes that in the header (RRC, which the
     * checksum does not cover).
     */
    static byte[] rotated(byte[] token, int by) {
        var rotated = token.clone();
        var rest = token.length - HEADER;
        System.arraycopy(token, HEADER + rest - by, rotated, HEADER, by);
        System.arraycopy(token, HEADER, rotated, HEADER + by, rest - by);
        rotated[6] = (byte) (by >>> 8);
        rotated[7] = (byte) by;
        return rotated;
    }

    /**
     * Finds the token in a body. The position of the cipher text is calculated, and never found by searching for the
     * boundary, which might occur in the cipher text by chance. The headers of a part may begin with a tab, and one
     * extra line break at the end is accepted (both as Microsoft's OMI does).
     *
     * @throws UnsealedException if it is not a complete and well-formed sealed message of {@code scheme}
     */
    static Sealed read(Scheme scheme, String contentType, byte[] body) throws UnsealedException {
        var type = contentType.toLowerCase(Locale.ROOT).replace(" ", "");
        if (!type.startsWith("multipart/encrypted;")
                || !type.contains("protocol=\"" + scheme.protocol().toLowerCase(Locale.ROOT) + "\"")) {
            throw new UnsealedException("an answer that is not sealed");
        }
        var reader = new Reader(body);
        reader.expect("--" + BOUNDARY);
        reader.expect("Content-Type: " + scheme.protocol());
        var original = ORIGINAL.matcher(reader.after("OriginalContent: "));
        if (!original.matches()) {
            throw new UnsealedException("a sealed answer that does not say its length");
        }
        var length = Integer.parseInt(original.group(2));
        reader.expect("--" + BOUNDARY);
        reader.expect("Content-Type: application/octet-stream");
        var token = reader.token(length);
        requireSealed(token);
        return new Sealed(token, length, charset(original.group(1)));
    }

    private static void requireSealed(byte[] token) throws UnsealedException {
        // RFC 4121: token id 05 04, then flags, of which 2 means sealed
        if (token[0] != 5 || token[1] != 4 || (token[2] & 2) == 0) {
            throw new UnsealedException("an answer that is signed at most");
        }
        if (number(token, 4) != 0) {
            // DCE style; Java would return the filler bytes as text
            throw new UnsealedException("an answer with filler bytes (EC " + number(token, 4) + ")");
        }
    }

    private static Charset charset(String name) throws UnsealedException {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "UTF-8" -> StandardCharsets.UTF_8;
            case "UTF-16" -> StandardCharsets.UTF_16LE;
            default -> throw new UnsealedException("a sealed answer in another character set");
        };
    }

    private static int number(byte[] token, int at) {
        return (token[at] & 0xff) << 8 | token[at + 1] & 0xff;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Reader {

        private final byte[] body;
        private int at;

        Reader(byte[] body) {
            this.body = body;
        }

        private String line() throws UnsealedException {
            for (var end = at; end < body.length - 1 && end - at <= LONGEST_LINE; end++) {
                if (body[end] == '\r' && body[end + 1] == '\n') {
                    var line = new String(body, at, end - at, StandardCharsets.US_ASCII);
                    at = end + 2;
                    return line.startsWith("\t") ? line.substring(1) : line;
                }
            }
            throw malformed();
        }

        void expect(String expected) throws UnsealedException {
            if (!line().equalsIgnoreCase(expected)) {
                throw malformed();
            }
        }

        String after(String header) throws UnsealedException {
            var line = line();
            if (!line.regionMatches(true, 0, header, 0, header.length())) {
                throw malformed();
            }
            return line.substring(header.length());
        }

        /** The front part and {@code length} bytes of cipher text, directly followed by the end mark. */
        byte[] token(int length) throws UnsealedException {
            if (body.length - at < 4) {
                throw malformed();
            }
            var front =
                    ByteBuffer.wrap(body, at, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
            at += 4;
            if (front < BEFORE_DATA + HEADER
                    || front > 1_024
                    || body.length - at < front + (long) length + END.length) {
                throw malformed();
            }
            var token = new byte[front + length];
            System.arraycopy(body, at, token, 0, token.length);
            at += token.length;
            for (var i = 0; i < END.length; i++) {
                if (body[at + i] != END[i]) {
                    throw malformed();
                }
            }
            for (var i = at + END.length; i < body.length; i++) {
                if (body[i] != '\r' && body[i] != '\n') {
                    throw malformed();
                }
            }
            return token;
        }

        private static UnsealedException malformed() {
            return new UnsealedException("a sealed answer that is not in form");
        }
    }
}
