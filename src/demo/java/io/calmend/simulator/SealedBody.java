package io.calmend.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The body of a sealed message (MS-WSMV 2.2.9.1): two parts, of which the second holds a Kerberos token (RFC 4121) cut in two.
 *
 * @param token whole, as JGSS makes and takes it
 * @param length of the clear text, as the first part says it
 */
record SealedBody(byte[] token, int length) {

    private static final int HEADER = 16;
    private static final int CONFOUNDER = 16;

    /** Windows writes a tab before the headers of a part, others do not. */
    private static final Pattern HEAD = Pattern.compile("--Encrypted Boundary\r\n"
            + "\t?Content-Type: (application/HTTP-\\w+-session-encrypted)\r\n"
            + "\t?OriginalContent: type=application/soap\\+xml(?:;\\s*charset=UTF-8)?;\\s*Length=(\\d{1,8})\r\n"
            + "--Encrypted Boundary\r\n"
            + "\t?Content-Type: application/octet-stream\r\n");

    private static final String END = "--Encrypted Boundary--";
    private static final int LONGEST_HEAD = 512;

    static String contentType(String protocol) {
        return "multipart/encrypted;protocol=\"" + protocol + "\";boundary=\"Encrypted Boundary\"";
    }

    /** @throws IOException if it is no sealed body of that protocol */
    static SealedBody read(byte[] body, String protocol) throws IOException {
        var start = new String(body, 0, Math.min(body.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1);
        var head = HEAD.matcher(start);
        if (!head.lookingAt() || !head.group(1).equals(protocol)) {
            throw new IOException("not sealed as " + protocol);
        }
        var length = Integer.parseInt(head.group(2));
        var rest = ByteBuffer.wrap(body, head.end(), body.length - head.end()).order(ByteOrder.LITTLE_ENDIAN);
        if (rest.remaining() < Integer.BYTES) {
            throw new IOException("too short");
        }
        var front = rest.getInt();
        if (front < HEADER || (long) front + length + END.length() > rest.remaining()) {
            throw new IOException("wrong length");
        }
        var token = new byte[front + length];
        rest.get(token);
        var end = StandardCharsets.ISO_8859_1.decode(rest).toString();
        if (!end.equals(END + "\r\n") && !end.equals(END)) {
            throw new IOException("no end mark where the cipher text ends");
        }
        return new SealedBody(token, length);
    }

    byte[] written(String protocol) {
        return written(protocol, length);
    }

    /** @param saidLength what the first part says of the clear text, true or not */
    byte[] written(String protocol, int saidLength) {
        var out = new ByteArrayOutputStream(token.length + LONGEST_HEAD);
        out.writeBytes(("--Encrypted Boundary\r\n"
                        + "\tContent-Type: " + protocol + "\r\n"
                        + "\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=" + saidLength + "\r\n"
                        + "--Encrypted Boundary\r\n"
                        + "\tContent-Type: application/octet-stream\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(token.length - length)
                .array());
        out.writeBytes(token);
        out.writeBytes((END + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    /** As Windows lays a token out: what follows the clear text's place turned to stand before it. */
    SealedBody rotated() {
        var confidential = (token[2] & 2) != 0;
        var trailer = token.length - length - HEADER - (confidential ? CONFOUNDER : 0);
        var turned = token.clone();
        var end = token.length - trailer;
        System.arraycopy(token, end, turned, HEADER, trailer);
        System.arraycopy(token, HEADER, turned, HEADER + trailer, end - HEADER);
        ByteBuffer.wrap(turned).putShort(6, (short) trailer);
        return new SealedBody(turned, length);
    }

    /** The extra count (EC) of the token's header. */
    int extraCount() {
        return ByteBuffer.wrap(token).getShort(4) & 0xffff;
    }

    SealedBody withExtraCount(int count) {
        var changed = token.clone();
        ByteBuffer.wrap(changed).putShort(4, (short) count);
        return new SealedBody(changed, length);
    }

    SealedBody withFlippedBit() {
        var changed = token.clone();
        changed[changed.length - 1] ^= 1;
        return new SealedBody(changed, length);
    }
}
