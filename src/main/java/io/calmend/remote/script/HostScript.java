package io.calmend.remote.script;

import static java.util.stream.Collectors.joining;

import io.calmend.host.Change;
import io.calmend.host.Expectation;
import io.calmend.host.Facet;
import io.calmend.host.FacetKind;
import io.calmend.remote.HostCommand;
import io.calmend.remote.Observation;
import io.calmend.vocabulary.ExecutionId;
import io.calmend.vocabulary.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command that runs on hosts: fixed blocks in clear ({@code resources/powershell}), then one argument.
 *
 * <pre>powershell.exe -NoProfile -NonInteractive -Command "$Calmend='change 2 registry';BODY;Main 'ARGUMENT'"</pre>
 *
 * <p>There are three kinds, each made of the blocks of the {@link FacetKind}s that it touches. Everything before {@code Main} is the
 * same for each run of a release; its SHA-256 is published ({@code src/docs/scripts.md}). It holds no quotation mark, no
 * percent sign and no two blanks in a row, because {@code cmd.exe} or Overthere would change them. The line is shorter than
 * {@value #LONGEST} characters; {@code cmd.exe} takes 8,191.
 *
 * <p>The argument is told by {@link ScriptArgument}, what a host answers by {@link HostAnswer}.
 */
public final class HostScript {

    enum Kind {
        OBSERVE("observe"),
        CHANGE("change"),
        PERFORM("perform");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private static List<String> blocks(Kind kind, Set<FacetKind> parts) {
        var blocks = new ArrayList<>(List.of("prelude", "facets"));
        parts.forEach(part -> blocks.add(part.text() + "-look"));
        switch (kind) {
            case OBSERVE -> blocks.addAll(List.of("facts", "host-look"));
            case CHANGE -> {
                blocks.add("guard");
                parts.forEach(part -> blocks.add(part.text() + "-change"));
            }
            case PERFORM -> {
                blocks.addAll(List.of("facts", "guard"));
                for (var part : parts) {
                    blocks.add(part.text() + "-change");
                    blocks.add(part.text() + "-act");
                }
            }
        }
        blocks.add(kind.word);
        return blocks;
    }

    /** Every script there is; the registry knows no actions. */
    static final List<HostScript> ALL = List.of(
            new HostScript(Kind.OBSERVE, EnumSet.of(FacetKind.REGISTRY)),
            new HostScript(Kind.OBSERVE, EnumSet.of(FacetKind.SERVICE)),
            new HostScript(Kind.OBSERVE, EnumSet.allOf(FacetKind.class)),
            new HostScript(Kind.CHANGE, EnumSet.of(FacetKind.REGISTRY)),
            new HostScript(Kind.CHANGE, EnumSet.of(FacetKind.SERVICE)),
            new HostScript(Kind.CHANGE, EnumSet.allOf(FacetKind.class)),
            new HostScript(Kind.PERFORM, EnumSet.of(FacetKind.SERVICE)));

    /** The one of {@code kind} that touches {@code parts}; of those that touch nothing, the one for the registry. */
    private static HostScript of(Kind kind, Stream<FacetKind> parts) {
        var touched = EnumSet.noneOf(FacetKind.class);
        parts.forEach(touched::add);
        return ALL.stream()
                .filter(script -> script.kind == kind && script.parts.containsAll(touched))
                .findFirst()
                .orElseThrow();
    }

    /** A command line is shorter than this. */
    static final int LONGEST = 8_000;

    /** Raised whenever the argument or the answer means something else. */
    private static final int VERSION = 2;

    private static final String LONGEST_DIGEST = "A".repeat(43) + "=";
    private static final ExecutionId LONGEST_ID = new ExecutionId(Long.MAX_VALUE);

    private final Kind kind;
    private final Set<FacetKind> parts;
    private final String name;
    private final String body;

    private HostScript(Kind kind, Set<FacetKind> parts) {
        this.kind = kind;
        this.parts = parts;
        this.name = parts.stream().map(part -> " " + part.text()).collect(joining("", kind.word + " " + VERSION, ""));
        var text = new StringBuilder("$Calmend='" + name + "';");
        for (var block : blocks(kind, parts)) {
            text.append(minified(block)).append(';');
        }
        body = text.toString();
    }

    /** As it calls itself: {@code change 2 registry}. */
    String name() {
        return name;
    }

    /** Everything before {@code Main}. */
    String body() {
        return body;
    }

    /** SHA-256 of {@link #body}, in hexadecimal. */
    String sha256() {
        return Sha256.hex(body.getBytes(StandardCharsets.US_ASCII));
    }

    /** The command line of an observation. @throws IllegalArgumentException if it is too long */
    public static String line(Observation observation) {
        var parts = Stream.concat(
                observation.facets().stream().map(FacetKind::of),
                observation.facts().stream().map(FacetKind::of));
        return of(Kind.OBSERVE, parts).line(ScriptArgument.of(observation));
    }

    /**
     * The command line that changes a host or acts on it.
     *
     * @throws IllegalArgumentException if it is too long, or holds what the host cannot be told ({@link #unencodable})
     */
    public static String line(HostCommand command) {
        return switch (command) {
            case HostCommand.Apply apply -> line(apply);
            case HostCommand.Perform perform -> line(perform);
        };
    }

    private static String line(HostCommand.Apply apply) {
        var unencodable = ScriptArgument.unencodable(apply.changes());
        if (unencodable != null) {
            throw new IllegalArgumentException(unencodable);
        }
        var facets = apply.expected().stream().map(Expectation::facet).toList();
        return changing(facets).line(ScriptArgument.of(apply));
    }

    private static HostScript changing(List<Facet> facets) {
        return of(Kind.CHANGE, facets.stream().map(FacetKind::of));
    }

    private static String line(HostCommand.Perform perform) {
        return of(Kind.PERFORM, Stream.of(FacetKind.of(perform.action()))).line(ScriptArgument.of(perform));
    }

    /** Why {@code changes} cannot be told to a host, null if they can: Windows would cut a name or text at a NUL without a word. */
    public static @Nullable String unencodable(List<Change> changes) {
        return ScriptArgument.unencodable(changes);
    }

    /**
     * Cuts {@code changes} into lists that each fit one command line which expects {@code facets}, in order.
     *
     * @return empty if a change that cannot be cut is too long for a command line of its own
     * @see io.calmend.remote.HostChanger#commands
     */
    public static Optional<List<List<Change>>> commands(List<Facet> facets, List<Change> changes) {
        return CommandCutting.cut(facets, changes);
    }

    /** How many characters a command line that expects {@code facets} has left for keys and changes and their commas. */
    static int roomBeside(List<Facet> facets) {
        var digests = Collections.nCopies(facets.size(), LONGEST_DIGEST);
        return LONGEST
                - 1
                - changing(facets)
                        .text(ScriptArgument.of(LONGEST_ID, Instant.EPOCH, facets, digests, List.of()))
                        .length();
    }

    private String line(ObjectNode argument) {
        var line = text(argument);
        if (line.length() >= LONGEST) {
            throw new IllegalArgumentException(
                    "a command line of " + line.length() + " characters; it must be shorter than " + LONGEST);
        }
        return line;
    }

    private String text(ObjectNode argument) {
        return "powershell.exe -NoProfile -NonInteractive -Command \"" + body + "Main '"
                + ScriptArgument.quoted(argument) + "'\"";
    }

    /** A block in one line, without its comments. */
    private static String minified(String block) {
        var text = new StringBuilder();
        try (var stream = HostScript.class.getResourceAsStream("/powershell/" + block + ".ps1")) {
            if (stream == null) {
                throw new IllegalStateException("missing block " + block);
            }
            for (var written : new String(stream.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                var line = written.strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                var joined = text.isEmpty()
                        || text.charAt(text.length() - 1) == '{'
                        || line.startsWith("}")
                        || line.matches("(catch|finally|default|else|elseif)\\b.*");
                text.append(joined ? "" : ";").append(line);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return text.toString();
    }
}
