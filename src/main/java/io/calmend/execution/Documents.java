package io.calmend.execution;

import io.calmend.operation.StoredFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** How plans and events are stored. */
final class Documents {

    static final StoredFormat PLAN = new StoredFormat("a plan", List.of());
    static final StoredFormat EVENT = new StoredFormat("an event", List.of());

    /** What fits the columns of both databases. */
    static final int LONGEST = 1_000_000;

    private Documents() {}

    /** SHA-256 in lower-case hexadecimal. */
    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
