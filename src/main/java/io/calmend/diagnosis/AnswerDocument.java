package io.calmend.diagnosis;

import io.calmend.host.HostJson;
import io.calmend.host.Renaming;
import io.calmend.host.StoredFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stores what a host answered to a check: compressed JSON with sorted names, the same text for the same answer. It
 * holds the answer itself and not the findings, so that later versions of the rules can be applied to it.
 */
final class AnswerDocument {

    /** The largest value that both databases store (H2's limit for binary values). */
    static final int LARGEST_PACKED = 1_000_000;

    static final StoredFormat FORMAT = new StoredFormat(
            "an answer",
            List.of(
                    new Renaming(Map.of("seen", "observed", "lost", "unreadable"), Map.of()),
                    AnswerDocument::answerOfFacets));

    /** The largest size when unpacked, in bytes: more than any setting allows, but too little to exhaust the memory. */
    private static final int LARGEST = 64 * 1_024 * 1_024;

    private AnswerDocument() {}

    /** Format 3: what was a tree is a facet. */
    private static ObjectNode answerOfFacets(ObjectNode answer) {
        if (answer.path("observed") instanceof ObjectNode observed) {
            var states = HostJson.ofRegistry(observed.remove("trees"), "tree");
            observed.putObject("state").set("states", states);
            observed.putArray("known");
        }
        return answer;
    }

    /** The packed document, or empty where it would have more than {@code largest} bytes, or more than a database holds. */
    static Optional<byte[]> write(CheckAnswer answered, long largest) {
        var text = FORMAT.write(answered).getBytes(StandardCharsets.UTF_8);
        if (text.length > largest) {
            return Optional.empty();
        }
        var packed = new ByteArrayOutputStream(text.length / 2 + 64);
        try (var out = new GZIPOutputStream(packed)) {
            out.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.size() > LARGEST_PACKED ? Optional.empty() : Optional.of(packed.toByteArray());
    }

    /** @throws IllegalStateException if {@code packed} was not written by {@link #write} */
    static CheckAnswer read(byte[] packed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            var text = in.readNBytes(LARGEST + 1);
            if (text.length > LARGEST) {
                throw new IllegalStateException("a stored answer of more than 64 MB");
            }
            return FORMAT.read(new String(text, StandardCharsets.UTF_8), CheckAnswer.class);
        } catch (IOException broken) {
            throw new IllegalStateException("a stored answer cannot be read", broken);
        }
    }
}
