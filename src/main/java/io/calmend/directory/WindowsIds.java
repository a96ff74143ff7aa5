package io.calmend.directory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts object ids and security identifiers between their binary and text forms. */
final class WindowsIds {

    private static final Pattern SID = Pattern.compile("S-1-(\\d{1,14})((?:-\\d{1,10}){1,15})");
    private static final long LARGEST_PART = 0xFFFF_FFFFL;

    private WindowsIds() {}

    /** {@code objectGUID}: the first three groups are little-endian, the rest is not ([MS-DTYP] 2.3.4.2). */
    static Optional<UUID> objectId(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length != 16) {
            return Optional.empty();
        }
        var little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var high = (little.getInt() & LARGEST_PART) << 32
                | (little.getShort() & 0xFFFFL) << 16
                | (little.getShort() & 0xFFFFL);
        return Optional.of(new UUID(high, ByteBuffer.wrap(bytes, 8, 8).getLong()));
    }

    static byte[] bytesOf(UUID objectId) {
        var high = objectId.getMostSignificantBits();
        var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        bytes.order(ByteOrder.BIG_ENDIAN).putLong(objectId.getLeastSignificantBits());
        return bytes.array();
    }

    /** {@code objectSid} as {@code S-1-5-21-…} ([MS-DTYP] 2.4.2). */
    static Optional<String> sid(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length < 8 || bytes[0] != 1 || bytes.length != 8 + 4 * (bytes[1] & 0xFF)) {
            return Optional.empty();
        }
        var authority = 0L;
        for (var i = 2; i < 8; i++) {
            authority = authority << 8 | (bytes[i] & 0xFF);
        }
        var text = new StringBuilder("S-1-").append(authority);
        var parts = ByteBuffer.wrap(bytes, 8, bytes.length - 8).order(ByteOrder.LITTLE_ENDIAN);
        while (parts.hasRemaining()) {
            text.append('-').append(parts.getInt() & LARGEST_PART);
        }
        return Optional.of(text.toString());
    }

    /** Empty if {@code text} is no security identifier. */
    static Optional<byte[]> bytesOf(String text) {
        var matcher = SID.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var parts = matcher.group(2).substring(1).split("-", -1);
        var bytes = ByteBuffer.allocate(8 + 4 * parts.length).order(ByteOrder.LITTLE_ENDIAN);
        var authority = Long.parseLong(matcher.group(1));
        bytes.put((byte) 1).put((byte) parts.length);
        for (var shift = 40; shift >= 0; shift -= 8) {
            bytes.put((byte) (authority >>> shift));
        }
        for (var part : parts) {
            var number = Long.parseLong(part);
            if (number > LARGEST_PART) {
                return Optional.empty();
            }
            bytes.putInt((int) number);
        }
        return Optional.of(bytes.array());
    }

    /** Bytes as they are written in an LDAP filter (RFC 4515): {@code \01\05…}. */
    static String inFilter(byte[] bytes) {
        return "\\" + HexFormat.ofDelimiter("\\").formatHex(bytes);
    }
}
