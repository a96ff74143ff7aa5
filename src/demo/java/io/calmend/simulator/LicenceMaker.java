package io.calmend.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;

/**
 * Makes client access licences as a licence server would issue them: a degenerate PKCS#7 with the server's certificate and
 * the client's, with the extensions of MS-RDPELE 2.2.2.9. Keys and signatures are not real.
 */
public final class LicenceMaker {

    private static final int TEMPORARY = 0x80d48000;
    private static final int PERMANENT = 0x00d48000;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Charset UTF_16LE = StandardCharsets.UTF_16LE;

    private static final byte[] NULL = {5, 0};
    private static final byte[] SERVER_SERIAL = bytes(0x01, 0x9e, 0x24, 0xa2, 0xf2, 0xae, 0x90, 0x80);
    private static final byte[] CLIENT_SERIAL = bytes(0x03, 0x00, 0x00, 0x00, 0x0f);

    private LicenceMaker() {}

    /**
     * What a licence says.
     *
     * @param server the issuing licence server; {@code scope} its domain
     * @param product for example {@code A02-6.00-S}
     * @param from to the second; {@code until} likewise
     */
    public record Wish(
            String server,
            String scope,
            String serverId,
            String machine,
            String user,
            String product,
            int major,
            int minor,
            boolean temporary,
            Instant from,
            Instant until) {

        public static Wish temporary(String machine, String user, Instant from) {
            return new Wish(
                    "RDLIC01",
                    "CORP",
                    "00000-000-0000000-00000",
                    machine,
                    user,
                    "A02-6.00-S",
                    6,
                    0,
                    true,
                    from,
                    from.plus(Duration.ofDays(90)));
        }

        public static Wish permanent(String machine, String user, Instant from, Instant until) {
            return new Wish(
                    "RDLIC01",
                    "CORP",
                    "00000-000-0000000-00000",
                    machine,
                    user,
                    "A02-6.00-S",
                    6,
                    0,
                    false,
                    from,
                    until);
        }
    }

    /** The bytes of {@code ClientLicense}. */
    public static byte[] make(Wish wish) {
        var issuer = name(attribute("2.5.4.3", wish.server()), attribute("2.5.4.7", wish.scope()));
        var root = certificate(
                issuer,
                issuer,
                SERVER_SERIAL,
                Instant.parse("1970-05-27T01:11:03Z"),
                Instant.parse("2049-05-27T01:11:03Z"),
                sequence(oid("2.5.29.19"), octets(sequence(bytes(1, 1, 0xff), integer(bytes(0))))));
        var hardware = Base64.getEncoder()
                        .encodeToString(digest("SHA-1", wish.machine().getBytes(StandardCharsets.UTF_8)))
                + "\r\n";
        var subject = name(
                attribute("2.5.4.3", wish.machine()),
                attribute("2.5.4.7", wish.user()),
                attribute("2.5.4.5", hardware));
        // no valid AuthorityKeyIdentifier: real licences have such a one
        var keyIdentifier = sequence(tag(0xa1, tag(0xa4, text(wish.server()))), tag(0x82, CLIENT_SERIAL));
        var leaf = certificate(
                issuer,
                subject,
                CLIENT_SERIAL,
                wish.from(),
                wish.until(),
                extension("1.3.6.1.4.1.311.18.4", number(0x50001)),
                extension("1.3.6.1.4.1.311.18.2", text("Microsoft Corporation")),
                extension("1.3.6.1.4.1.311.18.5", product(wish)),
                extension("1.3.6.1.4.1.311.18.6", server(wish)),
                extension("2.5.29.35", keyIdentifier));
        return sequence(
                oid("1.2.840.113549.1.7.2"),
                tag(
                        0xa0,
                        sequence(
                                integer(bytes(1)),
                                tag(0x31),
                                sequence(oid("1.2.840.113549.1.7.1")),
                                tag(0xa0, root, leaf),
                                tag(0x31))));
    }

    /** 20 bytes of {@code ClientHWID}, the same for each machine at each start. */
    public static byte[] hardwareId(String machine) {
        var words = digest("SHA-1", ("hardware " + machine).getBytes(StandardCharsets.UTF_8));
        System.arraycopy(number(2), 0, words, 0, 4);
        return words;
    }

    private static byte[] product(Wish wish) {
        var requested = text("A02");
        var adjusted = text(wish.product());
        var head = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0x3000).putInt(1).putInt(0xff).putInt(0x409);
        head.putShort((short) 28).putShort((short) requested.length);
        head.putShort((short) (28 + requested.length)).putShort((short) adjusted.length);
        head.putShort((short) (28 + requested.length + adjusted.length)).putShort((short) 1);
        var version = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        version.putShort((short) wish.major()).putShort((short) wish.minor());
        version.putInt(wish.temporary() ? TEMPORARY : PERMANENT).putInt(0);
        return joined(head.array(), requested, adjusted, version.array());
    }

    private static byte[] server(Wish wish) {
        var name = text(wish.server());
        var id = text(wish.serverId());
        var head = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0x3000).putShort((short) 0).putShort((short) name.length);
        head.putShort((short) (name.length + id.length));
        return joined(head.array(), name, id, text(wish.scope()), bytes(0, 0));
    }

    private static byte[] certificate(
            byte[] issuer, byte[] subject, byte[] serial, Instant from, Instant until, byte[]... extensions) {
        var signature = sequence(oid("1.3.14.3.2.29"), NULL);
        var modulus = joined(bytes(0), digest("SHA-512", "simulated".getBytes(StandardCharsets.UTF_8)));
        var key = sequence(
                sequence(oid("1.2.840.113549.1.1.1"), NULL), bits(sequence(integer(modulus), integer(bytes(1, 0, 1)))));
        var signed = sequence(
                tag(0xa0, integer(bytes(2))),
                integer(serial),
                signature,
                issuer,
                sequence(time(from), time(until)),
                subject,
                key,
                tag(0xa3, sequence(extensions)));
        return sequence(signed, signature, bits(digest("SHA-512", signed)));
    }

    private static byte[] extension(String oid, byte[] value) {
        return sequence(oid(oid), bytes(1, 1, 0xff), octets(value));
    }

    private static byte[] name(byte[]... attributes) {
        return sequence(tag(0x31, attributes));
    }

    private static byte[] attribute(String oid, String value) {
        return sequence(oid(oid), tag(0x1e, value.getBytes(StandardCharsets.UTF_16BE)));
    }

    private static byte[] time(Instant at) {
        return tag(0x17, UTC_TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] text(String text) {
        return joined(text.getBytes(UTF_16LE), bytes(0, 0));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] sequence(byte[]... parts) {
        return tag(0x30, parts);
    }

    private static byte[] integer(byte[] value) {
        return tag(2, value);
    }

    private static byte[] octets(byte[] value) {
        return tag(4, value);
    }

    private static byte[] bits(byte[] value) {
        return tag(3, bytes(0), value);
    }

    private static byte[] oid(String dotted) {
        var arcs =
                Arrays.stream(dotted.split("\\.")).mapToInt(Integer::parseInt).toArray();
        var out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            var septets = new java.util.ArrayDeque<Integer>();
            septets.push(arcs[i] & 0x7f);
            for (int rest = arcs[i] >>> 7; rest > 0; rest >>>= 7) {
                septets.push((rest & 0x7f) | 0x80);
            }
            septets.forEach(out::write);
        }
        return tag(6, out.toByteArray());
    }

    private static byte[] tag(int tag, byte[]... parts) {
        var content = joined(parts);
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
