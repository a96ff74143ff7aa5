package io.calmend.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an administrator types and writes: the blocks of a page of the manual, in order. */
public final class Guide {

    private static final Path PAGES = Path.of("src", "docs");
    private static final Pattern FILE = Pattern.compile("\\A# (/\\S+)\n");

    private Guide() {}

    /**
     * @param chapter the heading that it stands under
     * @param language {@code sh}, {@code sql}, {@code powershell}, or that of a file
     */
    public record Block(String page, String chapter, String language, String text) {

        /** Where this is to be written; a file's block begins with its path. */
        public Optional<String> file() {
            var path = FILE.matcher(text);
            return path.find() ? Optional.of(path.group(1)) : Optional.empty();
        }

        @Override
        public String toString() {
            return page + ", " + chapter + ", " + language;
        }
    }

    /** @param page {@code install.md} */
    public static List<Block> blocks(String page) {
        var blocks = new ArrayList<Block>();
        var chapter = "";
        String language = null;
        var text = new StringBuilder();
        for (var line : lines(page)) {
            if (line.strip().startsWith("```")) {
                if (language == null) {
                    language = line.strip().substring(3);
                } else {
                    blocks.add(new Block(page, chapter, language, text.toString()));
                    language = null;
                    text.setLength(0);
                }
            } else if (language != null) {
                text.append(line).append('\n');
            } else if (line.startsWith("#")) {
                chapter = line.replaceFirst("^#+ ", "");
            }
        }
        return blocks;
    }

    /** The one block of a chapter in a language. */
    public static Block block(String page, String chapter, String language) {
        var found = blocks(page).stream()
                .filter(block ->
                        block.chapter().equals(chapter) && block.language().equals(language))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(page + ", " + chapter + " has " + found.size() + " blocks of " + language);
        }
        return found.getFirst();
    }

    private static List<String> lines(String page) {
        try {
            return Files.readAllLines(PAGES.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
