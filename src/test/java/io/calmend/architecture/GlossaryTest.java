package io.calmend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import io.calmend.audit.AuditEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** People and code keep to the words of the glossary: what it replaced comes back nowhere. */
class GlossaryTest {

    private static final Path GLOSSARY = Path.of("src/docs/glossary.md");
    private static final Path TEXTS = Path.of("src/main/resources/vaadin-i18n/translations.properties");

    /** What a text may say all the same, and why. Each of them has to be in use. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("Active Directory", "the name of the product"),
            Map.entry("session host", "Microsoft's name of the role"),
            Map.entry("virtual machine", "the field's own word"),
            Map.entry("host name {}", "the one in the address of a request, as HTTP calls it"),
            Map.entry("Per Device", "Microsoft's name of a licensing mode"),
            Map.entry("device licence", "Microsoft's name of a licence in that mode"),
            Map.entry("Terminal Server License Servers", "the name of a group that Windows makes"),
            Map.entry("Prevent license upgrade", "the name of a Windows policy"),
            Map.entry("may or may not be in place", "both are possible, and that is what is said"));

    private static final Map<String, String> ALLOWED_TYPES = Map.of(
            "LoginView", "the page at /login; what Kerberos gives is a ticket",
            "ToLoginView", "leads there",
            "OneWaySocket", "one way is a direction");

    private record Text(String where, String text) {}

    /** The words that the glossary replaced: in texts as they are, of types as one of the words in the name. */
    private record Replaced(Set<String> inTexts, Set<String> inTypes) {

        static Replaced read(String glossary) {
            var inTexts = new TreeSet<String>();
            var inTypes = new TreeSet<String>();
            glossary.lines()
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| word "))
                    .map(line -> line.split("\\|", -1)[3])
                    .flatMap(cell -> Arrays.stream(cell.split(",")))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> (word.startsWith("`") ? inTypes : inTexts).add(word.replace("`", "")));
            return new Replaced(inTexts, inTypes);
        }

        List<String> of(Text one) {
            var text = one.text();
            for (var allowed : ALLOWED.keySet()) {
                text = text.replaceAll("(?i)" + Pattern.quote(allowed), "…");
            }
            var found = new ArrayList<String>();
            for (var word : inTexts) {
                if (pattern(word).matcher(text).find()) {
                    found.add(one.where() + ": " + word + ": " + one.text());
                }
            }
            return found;
        }

        /** Not a part of a name such as {@code calmend.directory.urls}, {@code --host}, {@code :host} or {@code {host}}. */
        private static Pattern pattern(String word) {
            var first = word.substring(0, 1);
            return Pattern.compile("(?<![\\w.:{$/-])[%s%s]%s(?:s|'s|’s)?(?![\\w}=(]|[.-]\\w)"
                    .formatted(first, first.toUpperCase(Locale.ROOT), Pattern.quote(word.substring(1))));
        }

        List<String> ofType(String type) {
            return ALLOWED_TYPES.containsKey(type)
                    ? List.of()
                    : Stream.of(type.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                            .filter(inTypes::contains)
                            .map(word -> type + ": " + word)
                            .toList();
        }
    }

    private static Replaced replaced() throws IOException {
        var replaced = Replaced.read(Files.readString(GLOSSARY));
        assertThat(replaced.inTexts()).hasSizeGreaterThan(50);
        assertThat(replaced.inTypes()).hasSizeGreaterThan(15);
        return replaced;
    }

    private static List<Text> screenTexts() throws IOException {
        var texts = new Properties();
        try (var reader = Files.newBufferedReader(TEXTS)) {
            texts.load(reader);
        }
        return texts.stringPropertyNames().stream()
                .sorted()
                .map(key -> new Text(key, texts.getProperty(key)))
                .toList();
    }

    /** Every literal that is a sentence or a part of one: commands, start failures, messages and logs are made of them. */
    private static List<Text> messages() throws IOException {
        var sentences = Pattern.compile("[\\p{L}\\d%}'’)][,;:]? [\\p{L}{%'“(]");
        var statements = Pattern.compile(
                "(?i)^\\s*(select|insert|update|delete|with|lock|create|and|or|where|from) .*|.*[\\s(=]:\\w+.*");
        var found = new ArrayList<Text>();
        scan(Path.of("src/main/java"), new TreeScanner<Void, String>() {
            @Override
            public Void visitLiteral(LiteralTree literal, String file) {
                if (literal.getValue() instanceof String text
                        && sentences.matcher(text).find()
                        && !statements.matcher(text.replace('\n', ' ')).matches()) {
                    found.add(new Text(file, text));
                }
                return null;
            }
        });
        return found;
    }

    private static List<String> types() throws IOException {
        var found = new ArrayList<String>();
        var scanner = new TreeScanner<Void, String>() {
            @Override
            public Void visitClass(ClassTree type, String file) {
                found.add(type.getSimpleName().toString());
                return super.visitClass(type, file);
            }
        };
        scan(Path.of("src/main/java"), scanner);
        scan(Path.of("src/demo/java"), scanner);
        return found;
    }

    private static void scan(Path folder, TreeScanner<Void, String> scanner) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var walk = Files.walk(folder)) {
            var sources = walk.filter(file -> file.toString().endsWith(".java")).toList();
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("--release", "25"), null, files.getJavaFileObjectsFromPaths(sources));
            for (CompilationUnitTree unit : task.parse()) {
                scanner.scan(unit, unit.getSourceFile().getName().replaceAll(".*[/\\\\]", ""));
            }
        }
    }

    @Test
    void screensKeepToTheGlossary() throws IOException {
        var replaced = replaced();
        assertThat(screenTexts()).hasSizeGreaterThan(1000);
        assertThat(screenTexts().stream().map(replaced::of).flatMap(List::stream))
                .isEmpty();
    }

    @Test
    void commandsAndMessagesKeepToTheGlossary() throws IOException {
        var replaced = replaced();
        var messages = messages();
        assertThat(messages)
                .extracting(Text::text)
                .contains("The sealed transport works on this computer.", "Nobody can sign in: {}.");
        assertThat(messages.stream().map(replaced::of).flatMap(List::stream)).isEmpty();
    }

    @Test
    void kindsOfLogEntriesKeepToTheGlossary() throws IOException {
        var replaced = replaced();
        var kinds = Arrays.stream(AuditEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
        assertThat(kinds).contains("SignedIn", "Diagnosed", "LogVerified");
        assertThat(kinds.stream().map(replaced::ofType).flatMap(List::stream)).isEmpty();
        assertThat(kinds.stream()
                        .filter(kind -> !kind.equals("Diagnosed") && !kind.equals("HostOpened"))
                        .map(kind -> new Text(kind, kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ")))
                        .map(replaced::of)
                        .flatMap(List::stream))
                .as("Diagnosis and Host are the words of the code, the glossary says")
                .isEmpty();
    }

    @Test
    void typesKeepToTheGlossary() throws IOException {
        var replaced = replaced();
        var types = types();
        assertThat(types).hasSizeGreaterThan(600).contains("GuardedAccounts", "Verb");
        assertThat(types.stream().map(replaced::ofType).flatMap(List::stream)).isEmpty();
    }

    /** What programs read has forms of its own: the stored log, the command of a host, Active Directory. */
    @Test
    void timesArePutIntoWordsInOnePlace() {
        assertThat(Sources.of("src/main/java").stream()
                        .filter(source -> source.text().contains("DateTimeFormatter"))
                        .map(source -> source.path().replaceAll(".*/", "")))
                .containsExactlyInAnyOrder(
                        "Dates.java", "EntryFormat.java", "ScriptArgument.java", "DirectoryCheck.java");
        assertThat(Sources.of("src/main/java").stream()
                        .filter(source -> source.text().contains("to_char("))
                        .map(source -> source.path().replaceAll(".*/", "")))
                .containsExactly("PostgresLock.java");
    }

    /** That the rules can fail. */
    @Test
    void replacedWordIsFound() throws IOException {
        var replaced = replaced();
        assertThat(Stream.of(
                                "It is on the trail.",
                                "Hosts are checked",
                                "the portal’s account",
                                "on this session host, not on that machine",
                                "A licence was put back.")
                        .map(text -> replaced.of(new Text("here", text)))
                        .map(found ->
                                found.stream().map(line -> line.split(": ")[1]).toList()))
                .containsExactly(
                        List.of("trail"), List.of("host"), List.of("portal"), List.of("machine"), List.of("put back"));
        assertThat(Stream.of("calmend.directory.urls: {host} --host NAME in Active Directory", "\\d{2} seconds")
                        .flatMap(text -> replaced.of(new Text("here", text)).stream()))
                .isEmpty();
        assertThat(Stream.of("AuditTrail", "WinRmDoor", "LookResult", "GatewayRooms", "Wording")
                        .map(replaced::ofType))
                .containsExactly(
                        List.of("AuditTrail: Trail"),
                        List.of("WinRmDoor: Door"),
                        List.of("LookResult: Look"),
                        List.of(),
                        List.of());
    }

    /** Else it allows what nobody meant. */
    @Test
    void everyExceptionIsInUse() throws IOException {
        var unused = new LinkedHashMap<>(ALLOWED);
        Stream.concat(screenTexts().stream(), messages().stream())
                .forEach(one -> unused.keySet()
                        .removeIf(allowed ->
                                one.text().toLowerCase(Locale.ROOT).contains(allowed.toLowerCase(Locale.ROOT))));
        assertThat(unused).isEmpty();
        assertThat(types()).containsAll(ALLOWED_TYPES.keySet());
    }
}
