package io.calmend.vocabulary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 (FIPS 180-4) of bytes, or of a text in UTF-8. */
public final class Sha256 {

    private Sha256() {}

    /** 32 bytes: the hash of {@code parts} one after the other. */
    public static byte[] of(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** In lower-case hexadecimal, 64 characters. */
    public static String hex(byte[]... parts) {
        return HexFormat.of().formatHex(of(parts));
    }

    /** As {@link #hex(byte[]...)}; a lone surrogate counts as a question mark, as Java encodes it. */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
