package io.calmend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All words of the screens stand in the translations, and what a host says reaches a page as text alone. */
class ScreenTextTest {

    private static final List<Path> SCREENS =
            List.of(Path.of("src/main/java/io/calmend/ui"), Path.of("src/main/java/io/calmend/signin/LoginView.java"));

    /** Shows the verbs of the gateway as they are, for experts. */
    private static final String VERBS = "ui/fix/Exact.java";

    private static final Set<String> STYLE_CLASSES = Sources.of("frontend").stream()
            .filter(file -> file.path().endsWith(".css"))
            .flatMap(file ->
                    Pattern.compile("\\.([a-z][a-z0-9-]*)").matcher(file.text()).results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    @TempDir
    private Path scratch;

    @Test
    void noWordsForPeopleStandInTheViews() throws IOException {
        assertThat(scan(SCREENS).words).isEmpty();
    }

    @Test
    void pagesAreMadeOfTextNodesAlone() throws IOException {
        assertThat(scan(SCREENS).markup).isEmpty();
    }

    /** That the rule can fail. */
    @Test
    void ruleFindsWordsAndMarkup() throws IOException {
        Files.writeString(scratch.resolve("Bad.java"), """
                @Route("a page") class Bad {
                    static final String TITLE = "Fix a problem";
                    Bad(String host) {
                        super("bad-view wide");
                        setText("go");
                        new H1("Repair " + host);
                        add(new Span(getTranslation("ui.bad.title")), new Anchor("/hosts", "hosts"));
                        getElement().setAttribute("aria-label", "Close");
                        getElement().setAttribute("role", "status");
                        addClassNames("card card-wide");
                        LOG.info("Nothing to see here {}", host);
                        getElement().executeJs("return $0 + 1", 1);
                        getElement().executeJs("alert('" + host + "')");
                        getElement().setProperty("innerHTML", host);
                        add(new Html("<b>" + host + "</b>"));
                        LitRenderer.of("<b class='x' aria-label=\\"${item.word}\\">${item.host}</b>");
                        LitRenderer.of("<b title=\\"Open the page\\">${item.host}</b>");
                        LitRenderer.of("<b>" + host + "</b>");
                    }
                    void check() { throw new IllegalStateException("This is for developers"); }
                }
                """);

        var found = scan(List.of(scratch));

        assertThat(found.words)
                .extracting(line -> line.replaceAll(".*: ", ""))
                .containsExactly("Fix a problem", "go", "Repair ", "hosts", "Close", "Open the page");
        assertThat(found.markup)
                .extracting(line -> line.replaceAll(".*: ", ""))
                .containsExactly(
                        "executeJs with a text that was put together",
                        "innerHTML",
                        "Html",
                        "LitRenderer with a text that was put together");
    }

    private static Found scan(List<Path> folders) throws IOException {
        var files = new ArrayList<Path>();
        for (var folder : folders) {
            try (var tree = Files.walk(folder)) {
                tree.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            var found = new Found(Trees.instance(task));
            for (var unit : task.parse()) {
                found.scan(unit, null);
            }
            return found;
        }
    }

    private static final class Found extends TreePathScanner<Void, Void> {

        /** Words as people read them: two that follow each other, or one with a capital at its start. */
        private static final Pattern WORDS = Pattern.compile("\\p{L}[,.:;!?]? +\\p{L}|^\\W*\\p{Lu}\\p{Ll}");

        private static final Pattern LETTER = Pattern.compile("\\p{L}");

        /** Whatever is given to these is read by people. */
        private static final Set<String> SHOWS = Set.of(
                "setText",
                "setLabel",
                "setPlaceholder",
                "setHelperText",
                "setErrorMessage",
                "setTitle",
                "setAriaLabel",
                "setHeader",
                "setHeaderTitle",
                "setTooltipText",
                "setSummaryText",
                "setConfirmText",
                "setCancelText",
                "setRejectText");

        private static final Set<String> SHOWN = Set.of(
                "H1",
                "H2",
                "H3",
                "H4",
                "H5",
                "H6",
                "Span",
                "Paragraph",
                "Div",
                "Text",
                "Button",
                "NativeLabel",
                "Details",
                "Emphasis",
                "Pre",
                "Code",
                "ListItem",
                "Badge",
                "RouterLink");

        /** Names of classes, styles and the like: blanks and capitals mean nothing there. */
        private static final Set<String> NAMES_ONLY = Set.of(
                "addClassName",
                "addClassNames",
                "setClassName",
                "removeClassName",
                "addThemeName",
                "addThemeNames",
                "set",
                "setWidth",
                "setMaxWidth",
                "setHeight",
                "compile",
                "matches",
                "ofPattern",
                "executeJs");

        private static final Set<String> READ_ATTRIBUTES =
                Set.of("aria-label", "aria-description", "title", "placeholder", "alt", "label");

        private final List<String> words = new ArrayList<>();
        private final List<String> markup = new ArrayList<>();
        private final Trees trees;

        Found(Trees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitAnnotation(AnnotationTree annotation, Void nothing) {
            return null;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            var name = methodName(call);
            if (name.equals("executeJs") && !isConstant(call.getArguments().getFirst())) {
                note(markup, call, "executeJs with a text that was put together");
            }
            if (name.equals("of")
                    && call.getMethodSelect().toString().endsWith("LitRenderer.of")
                    && !isConstant(call.getArguments().getFirst())) {
                note(markup, call, "LitRenderer with a text that was put together");
            }
            if (isLog(call) || NAMES_ONLY.contains(name) || name.equals("super")) {
                return scan(call.getMethodSelect(), nothing);
            }
            if (name.equals("setAttribute") || name.equals("setProperty")) {
                var first = call.getArguments().getFirst();
                if (first instanceof LiteralTree literal
                        && literal.getValue() instanceof String attribute
                        && !READ_ATTRIBUTES.contains(attribute)) {
                    noteMarkup(literal);
                    return null;
                }
            }
            return super.visitMethodInvocation(call, nothing);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            var type = simpleName(made.getIdentifier());
            if (type.equals("Html")) {
                note(markup, made, "Html");
                return null;
            }
            if (type.endsWith("Exception") || type.endsWith("Error")) {
                return null;
            }
            return super.visitNewClass(made, nothing);
        }

        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
            if (literal.getValue() instanceof String whole) {
                var text = withoutTemplate(whole);
                if (WORDS.matcher(text).find() && !isClassNames(text) && !isSql(text)
                        || LETTER.matcher(text).find() && isShown(getCurrentPath()) && !looksLikeAKey(text)) {
                    note(words, literal, text);
                }
                noteMarkup(literal);
            }
            return null;
        }

        private void noteMarkup(LiteralTree literal) {
            if (literal.getValue() instanceof String text && text.contains("innerHTML")) {
                note(markup, literal, "innerHTML");
            }
        }

        /** Whether the literal, alone or as part of a sum, is an argument of something that shows it. */
        private static boolean isShown(TreePath path) {
            Tree argument = path.getLeaf();
            var parent = path.getParentPath();
            while (parent.getLeaf().getKind() == Tree.Kind.PLUS
                    || parent.getLeaf().getKind() == Tree.Kind.PARENTHESIZED
                    || parent.getLeaf().getKind() == Tree.Kind.CONDITIONAL_EXPRESSION) {
                argument = parent.getLeaf();
                parent = parent.getParentPath();
            }
            return switch (parent.getLeaf()) {
                case MethodInvocationTree call ->
                    SHOWS.contains(methodName(call)) && call.getArguments().contains(argument);
                case NewClassTree made ->
                    SHOWN.contains(simpleName(made.getIdentifier()))
                            || simpleName(made.getIdentifier()).equals("Anchor")
                                    && made.getArguments().size() > 1
                                    && made.getArguments().get(1).equals(argument);
                default -> false;
            };
        }

        /**
         * What people would read of the template of a Lit renderer: the words between its tags and in attributes that are read
         * out. What it binds is text to Lit, never markup.
         */
        private static String withoutTemplate(String text) {
            return text.startsWith("<")
                    ? text.replaceAll("(aria-label|title|alt|placeholder)=\"([^\"]*)\"", ">$2<")
                            .replaceAll("\\$\\{[^}]*}", "")
                            .replaceAll("<[^<>]*>", "")
                            .strip()
                    : text;
        }

        /** Lower-case words of which one at least is a class of the style sheet. */
        private static boolean isClassNames(String text) {
            return text.matches("[a-z0-9 -]+")
                    && Arrays.stream(text.strip().split(" +")).anyMatch(STYLE_CLASSES::contains);
        }

        private static boolean isSql(String text) {
            return text.matches("(?s)\\s*(select|insert|update|delete) .*");
        }

        /** Own parts may take a key where Vaadin's would take the words. */
        private static boolean looksLikeAKey(String text) {
            return text.matches("[a-z]+(\\.[A-Za-z0-9_-]*)+");
        }

        private void note(List<String> list, Tree at, String what) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            var file = unit.getSourceFile().getName().replace('\\', '/');
            if (list == words && file.endsWith(VERBS)) {
                return;
            }
            var line =
                    unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, at));
            list.add(file + ":" + line + ": " + what);
        }

        private static boolean isConstant(ExpressionTree argument) {
            return argument instanceof LiteralTree || argument.toString().matches("([A-Za-z]+\\.)?[A-Z][A-Z0-9_]*");
        }

        private static boolean isLog(MethodInvocationTree call) {
            return call.getMethodSelect() instanceof MemberSelectTree select
                    && select.getExpression()
                            .toString()
                            .toLowerCase(java.util.Locale.ROOT)
                            .startsWith("log");
        }

        private static String methodName(MethodInvocationTree call) {
            return simpleName(call.getMethodSelect());
        }

        private static String simpleName(Tree name) {
            var text = name.toString().replaceAll("<.*", "");
            return text.substring(text.lastIndexOf('.') + 1);
        }
    }
}
