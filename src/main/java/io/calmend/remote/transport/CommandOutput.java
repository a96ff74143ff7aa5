package io.calmend.remote.transport;

import java.nio.charset.StandardCharsets;

/**
 * What a command printed, and its exit code.
 *
 * @param tooLarge whether it printed more than the limit; then the output is not used
 * @param exitCode −1 if not known
 */
public record CommandOutput(byte[] out, byte[] err, boolean tooLarge, int exitCode) {

    /** Standard output; our own scripts write ASCII only. */
    public String text() {
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    /** Standard error, in an unknown code page: only to search for words in, never to show. */
    public String errors() {
        return new String(err, StandardCharsets.ISO_8859_1);
    }
}
