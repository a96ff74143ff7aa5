package io.calmend.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Identifiers as a directory stores them: the same for the same name at each start. */
final class WindowsId {

    private static final String DOMAIN = "S-1-5-21-1004336348-1177238915-682003330";

    private WindowsId() {}

    static UUID guid(String name) {
        return UUID.nameUUIDFromBytes(("calmend " + name).getBytes(StandardCharsets.UTF_8));
    }

    /** The first three fields are little-endian (MS-DTYP 2.3.4.2). */
    static byte[] bytes(UUID guid) {
        var big = ByteBuffer.allocate(16)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .flip();
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(big.getInt())
                .putShort(big.getShort())
                .putShort(big.getShort())
                .order(ByteOrder.BIG_ENDIAN)
                .putLong(big.getLong())
                .array();
    }

    static UUID guid(byte[] bytes) {
        var little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var most = ((little.getInt() & 0xffff_ffffL) << 32)
                | ((little.getShort() & 0xffffL) << 16)
                | (little.getShort() & 0xffffL);
        return new UUID(most, little.order(ByteOrder.BIG_ENDIAN).getLong());
    }

    static String sid(int relativeId) {
        return DOMAIN + "-" + relativeId;
    }

    static String domainSid() {
        return DOMAIN;
    }

    /** MS-DTYP 2.4.2.2. @throws IllegalArgumentException if it is no SID */
    static byte[] sidBytes(String sid) {
        var parts = sid.split("-");
        if (parts.length < 4 || !parts[0].equals("S")) {
            throw new IllegalArgumentException("not a SID");
        }
        var bytes = ByteBuffer.allocate(8 + 4 * (parts.length - 3));
        bytes.put((byte) Integer.parseInt(parts[1])).put((byte) (parts.length - 3));
        var authority = Long.parseLong(parts[2]);
        for (int shift = 40; shift >= 0; shift -= 8) {
            bytes.put((byte) (authority >> shift));
        }
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 3; i < parts.length; i++) {
            bytes.putInt((int) Long.parseLong(parts[i]));
        }
        return bytes.array();
    }
}
