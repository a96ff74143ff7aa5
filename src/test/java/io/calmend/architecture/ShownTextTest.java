package io.calmend.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No text reaches a component as others wrote it: what Vaadin is given to show comes from the translations, is a time, or was
 * made visible. The screens are compiled for this, so that it is known which text goes where.
 */
class ShownTextTest {

    private static final List<Path> SCREENS =
            List.of(Path.of("src/main/java/io/calmend/ui"), Path.of("src/main/java/io/calmend/signin/LoginView.java"));

    private static final Pattern OTHER_METHODS = Pattern.compile("replaceAll\\(\"[^\"]*\\\\\\\\p\\{C");

    @TempDir
    private Path scratch;

    @Test
    void everyShownTextIsMadeVisible() throws IOException {
        assertThat(scan(SCREENS)).isEmpty();
    }

    /** A second way of making text harmless would show the same name in another form, or drop what makes two names differ. */
    @Test
    void onlyVisibleKnowsWhatCannotBeSeen() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("Visible.java"))
                            .filter(file -> OTHER_METHODS.matcher(read(file)).find()))
                    .isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That the rule can fail. */
    @Test
    void ruleFindsWhatIsShownAsItCame() throws IOException {
        Files.writeString(scratch.resolve("Bad.java"), """
                import com.vaadin.flow.component.button.Button;
                import com.vaadin.flow.component.clipboard.Clipboard;
                import com.vaadin.flow.component.grid.Grid;
                import com.vaadin.flow.component.html.*;
                import io.calmend.ui.parts.Words;
                import io.calmend.vocabulary.Visible;
                class Bad extends Div {
                    static final String OWN = "own";
                    Bad(String name, Grid<String> grid) {
                        add(new Span(name), new Span(Visible.of(name)), new Span(OWN), new Span(Words.say("a.b", name)));
                        add(new Anchor(name, Visible.of("a" + name)), new Pre("a" + name));
                        setText(name.isEmpty() ? Words.say("a.c") : name);
                        getElement().setAttribute("aria-label", name);
                        getElement().setAttribute("data-id", name);
                        addClassName(name);
                        grid.addColumn(one -> one.strip());
                        grid.addColumn(String::strip);
                        grid.addColumn(one -> Visible.of(one));
                        Clipboard.onClick(new Button()).writeText(name);
                    }
                }
                """);

        assertThat(scan(List.of(scratch)))
                .extracting(line -> line.replaceAll(".*Bad.java:", ""))
                .containsExactly(
                        "10: Span: name",
                        "11: Pre: \"a\" + name",
                        "12: setText: name.isEmpty() ? Words.say(\"a.c\") : name",
                        "13: setAttribute: name",
                        "16: addColumn: one.strip()",
                        "17: addColumn: String::strip",
                        "19: writeText: name");
    }

    private static List<String> scan(List<Path> folders) throws IOException {
        var files = new ArrayList<Path>();
        for (var folder : folders) {
            try (var tree = Files.walk(folder)) {
                tree.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
            }
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
            var task = (JavacTask)
                    compiler.getTask(null, manager, _ -> {}, options, null, manager.getJavaFileObjectsFromPaths(files));
            var units = task.parse();
            task.analyze();
            var found = new Found(Trees.instance(task));
            units.forEach(unit -> found.scan(unit, null));
            return found.raw;
        }
    }

    private static final class Found extends TreePathScanner<Void, Void> {

        /** What these are given is a name of something, an address or a value that comes back, and is not read. */
        private static final Set<String> NOT_READ = Set.of(
                "addClassName",
                "addClassNames",
                "add",
                "set",
                "removeClassName",
                "setClassName",
                "setId",
                "setWidth",
                "setValue",
                "setHref",
                "setPath",
                "setPathAliases",
                "setSymbol",
                "setPartNameGenerator",
                "navigate",
                "replaceState",
                "executeJs",
                "addEventListener",
                "addEventData",
                "getSingleParameter",
                "get",
                "simple",
                "asString",
                "translate",
                "getTranslation",
                "of");

        private static final Set<String> NAMED = Set.of("SvgIcon", "Image", "Location", "DownloadResponse");

        private static final Set<String> READ_ATTRIBUTES = Set.of(
                "aria-label", "aria-description", "title", "placeholder", "alt", "label", "data-live", "data-lost");

        private final List<String> raw = new ArrayList<>();
        private final Trees trees;

        Found(Trees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (trees.getElement(getCurrentPath()) instanceof ExecutableElement method && isVaadins(method)) {
                var name = method.getSimpleName().toString();
                if (name.equals("setAttribute") || name.equals("setProperty")) {
                    var attribute = call.getArguments().getFirst();
                    if (attribute instanceof LiteralTree literal
                            && !READ_ATTRIBUTES.contains(String.valueOf(literal.getValue()))) {
                        return super.visitMethodInvocation(call, nothing);
                    }
                    check(name, call.getArguments().subList(1, 2));
                } else if (!NOT_READ.contains(name)) {
                    check(name, call.getArguments());
                }
            }
            return super.visitMethodInvocation(call, nothing);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            if (trees.getElement(getCurrentPath()) instanceof ExecutableElement constructor && isVaadins(constructor)) {
                var name = constructor.getEnclosingElement().getSimpleName().toString();
                var arguments = made.getArguments();
                if (name.equals("Anchor") && !arguments.isEmpty()) {
                    check(name, arguments.subList(1, arguments.size()));
                } else if (name.equals("SideNavItem")) {
                    check(name, arguments.subList(0, 1));
                } else if (!NAMED.contains(name)) {
                    check(name, arguments);
                }
            }
            return super.visitNewClass(made, nothing);
        }

        private void check(String sink, List<? extends ExpressionTree> arguments) {
            for (var argument : arguments) {
                switch (argument) {
                    case LambdaExpressionTree lambda -> {
                        if (lambda.getBody() instanceof ExpressionTree body && isText(body, lambda)) {
                            note(sink, body, !isVisible(body, new TreePath(path(lambda), body)));
                        }
                    }
                    case MemberReferenceTree reference ->
                        note(
                                sink,
                                reference,
                                trees.getElement(path(reference)) instanceof ExecutableElement method
                                        && method.getReturnType().toString().endsWith("String")
                                        && !isOwnWords(method));
                    default -> {
                        if (isText(argument, null)) {
                            note(sink, argument, !isVisible(argument, path(argument)));
                        }
                    }
                }
            }
        }

        private TreePath path(Tree below) {
            return new TreePath(getCurrentPath(), below);
        }

        private boolean isText(ExpressionTree expression, LambdaExpressionTree lambda) {
            var path = lambda == null ? path(expression) : new TreePath(path(lambda), expression);
            var type = trees.getTypeMirror(path);
            return type != null && type.toString().replaceAll("@\\S+ ", "").startsWith("java.lang.String");
        }

        private boolean isVisible(ExpressionTree expression, TreePath path) {
            return switch (expression) {
                case LiteralTree _ -> true;
                case ParenthesizedTree inner ->
                    isVisible(inner.getExpression(), new TreePath(path, inner.getExpression()));
                case ConditionalExpressionTree either ->
                    isVisible(either.getTrueExpression(), new TreePath(path, either.getTrueExpression()))
                            && isVisible(either.getFalseExpression(), new TreePath(path, either.getFalseExpression()));
                case IdentifierTree _, MemberSelectTree _ -> isConstant(trees.getElement(path));
                case MethodInvocationTree _ ->
                    trees.getElement(path) instanceof ExecutableElement method && isOwnWords(method);
                default -> false;
            };
        }

        private static boolean isConstant(Element element) {
            return element instanceof VariableElement variable
                    && variable.getKind() == ElementKind.FIELD
                    && variable.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL));
        }

        private static boolean isOwnWords(ExecutableElement method) {
            var owner = ((TypeElement) method.getEnclosingElement())
                    .getQualifiedName()
                    .toString();
            return Set.of("io.calmend.ui.parts.Words", "io.calmend.ui.parts.Moments", "io.calmend.vocabulary.Visible")
                            .contains(owner)
                    || method.getSimpleName().contentEquals("getTranslation");
        }

        private static boolean isVaadins(ExecutableElement method) {
            return ((TypeElement) method.getEnclosingElement())
                    .getQualifiedName()
                    .toString()
                    .startsWith("com.vaadin.");
        }

        private void note(String sink, ExpressionTree argument, boolean isRaw) {
            if (!isRaw) {
                return;
            }
            var unit = getCurrentPath().getCompilationUnit();
            var line =
                    unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, argument));
            raw.add(unit.getSourceFile().getName().replace('\\', '/') + ":" + line + ": " + sink + ": "
                    + argument.toString().replaceAll("\\s+", " "));
        }
    }
}
