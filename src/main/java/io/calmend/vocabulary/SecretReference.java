package io.calmend.vocabulary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Names the place where a secret is kept: {@code env:NAME} for an environment variable, {@code file:PATH} for a file
 * such as a mounted secret. Settings contain only such references, so that no configuration file contains a password.
 */
public record SecretReference(String value) {

    private static final String VARIABLE = "env:";
    private static final String FILE = "file:";
    private static final int LONGEST_BYTES = 16_384;

    /** @throws IllegalArgumentException if {@code value} has neither form; the message does not repeat it */
    public SecretReference {
        var name = value.startsWith(VARIABLE)
                ? value.substring(VARIABLE.length())
                : value.startsWith(FILE) ? value.substring(FILE.length()) : "";
        if (name.isBlank()) {
            throw new IllegalArgumentException("a password is given as env:NAME or file:PATH, never as itself");
        }
    }

    /**
     * Reads the secret now, so that a changed file is noticed. Ignores a final line break of the file.
     *
     * @return empty if the variable or file is missing, empty, unreadable or larger than 16 KiB
     */
    public Optional<Secret> read() {
        var text = value.startsWith(VARIABLE)
                ? Optional.ofNullable(System.getenv(value.substring(VARIABLE.length())))
                : contentOf(value.substring(FILE.length()));
        return text.filter(t -> !t.isEmpty()).map(Secret::new);
    }

    /** The file, empty if it is a variable. */
    public Optional<Path> file() {
        try {
            return value.startsWith(FILE) ? Optional.of(Path.of(value.substring(FILE.length()))) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> contentOf(String path) {
        try (var in = Files.newInputStream(Path.of(path))) {
            var bytes = in.readNBytes(LONGEST_BYTES + 1);
            if (bytes.length > LONGEST_BYTES) {
                return Optional.empty();
            }
            var text = new String(bytes, StandardCharsets.UTF_8);
            return Optional.of(
                    text.endsWith("\r\n")
                            ? text.substring(0, text.length() - 2)
                            : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
