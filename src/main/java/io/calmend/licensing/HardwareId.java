package io.calmend.licensing;

/** A client's {@code CLIENT_HARDWARE_ID}: platform and four words (MS-RDPELE 2.2.2.3.1). */
public record HardwareId(int platform, int data1, int data2, int data3, int data4) {

    /** {@code 0x00000002, 0x3e8759f1, …}, as the Windows Server 2003 Resource Kit's tsctst prints it. */
    @Override
    public String toString() {
        return "0x%08x, 0x%08x, 0x%08x, 0x%08x, 0x%08x".formatted(platform, data1, data2, data3, data4);
    }
}
