package io.calmend.licensing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** A client's {@code CLIENT_HARDWARE_ID}: platform and four words (MS-RDPELE 2.2.2.3.1). */
public record HardwareId(int platform, int data1, int data2, int data3, int data4) {

    /** How many bytes the registry value {@code ClientHWID} has. */
    public static final int BYTES = 20;

    /** Reads the registry value {@code ClientHWID}: five little-endian words. Empty for any other length; never throws. */
    public static Optional<HardwareId> read(byte[] value) {
        if (value.length != BYTES) {
            return Optional.empty();
        }
        var words = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        return Optional.of(
                new HardwareId(words.getInt(), words.getInt(), words.getInt(), words.getInt(), words.getInt()));
    }

    /** {@code 0x00000002, 0x3e8759f1, …}, as the Windows Server 2003 Resource Kit's tsctst prints it. */
    @Override
    public String toString() {
        return "0x%08x, 0x%08x, 0x%08x, 0x%08x, 0x%08x".formatted(platform, data1, data2, data3, data4);
    }
}
