package io.calmend.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The project's own files, for rules that read text. */
record Sources(String path, String text) {

    /** All files of text below {@code folder} of the project. A rule that finds nothing to read holds nothing, so it fails. */
    static List<Sources> of(String folder) {
        try (var files = Files.walk(Path.of(folder))) {
            var found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(java|properties|sql|yaml|md|ps1|css|js|sh|xml)"))
                    .sorted()
                    .map(file -> new Sources(file.toString().replace('\\', '/'), read(file)))
                    .toList();
            if (found.isEmpty()) {
                throw new AssertionError("no text below " + folder);
            }
            return found;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(file.toString(), broken);
        }
    }
}
