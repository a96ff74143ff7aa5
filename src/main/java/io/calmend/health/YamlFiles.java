package io.calmend.health;

import io.calmend.vocabulary.UnusableSettingException;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads YAML as Boot does, and names the file that cannot be read; the parser's own message says only "reader". */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class YamlFiles extends YamlPropertySourceLoader {

    @Override
    public List<PropertySource<?>> load(String name, Resource resource) throws IOException {
        try {
            return super.load(name, resource);
        } catch (YAMLException broken) {
            throw new UnusableSettingException(sentence(Origins.fileOf(resource), broken), broken);
        }
    }

    private static String sentence(String file, YAMLException broken) {
        // leaves out the parser's excerpt of the file, which may hold a secret
        if (broken instanceof MarkedYAMLException marked) {
            var mark = marked.getProblemMark();
            var problem = marked.getProblem() == null ? "it is no YAML" : marked.getProblem();
            return file + (mark == null ? "" : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                    + ": " + problem + ". Indent with spaces, two for each level, and put a space behind each colon.";
        }
        return file + " cannot be read as YAML: "
                + String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }
}
