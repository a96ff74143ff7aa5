package io.calmend.remote.transport;

import java.nio.charset.StandardCharsets;

/**
 * What a command wrote until it ended.
 *
 * @param tooLarge whether more came than may be kept; then nothing of it is of use
 * @param exitCode −1 if not known
 */
public record CommandOutput(byte[] out, byte[] err, boolean tooLarge, int exitCode) {

    /** Standard output; our own scripts write ASCII only. */
    public String text() {
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    /** Standard error in whatever code page the host has: to look for words in, never to show. */
    public String errors() {
        return new String(err, StandardCharsets.ISO_8859_1);
    }
}
