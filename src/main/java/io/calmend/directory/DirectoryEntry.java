package io.calmend.directory;

import io.calmend.vocabulary.Texts;
import java.util.OptionalLong;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import org.jspecify.annotations.Nullable;

/** One object as the directory sent it. Reading it never throws: what is missing or of another kind is empty. */
record DirectoryEntry(DistinguishedName name, Attributes attributes) {

    /** First value, as it came but cut to 256 characters: others wrote it, and it is made visible where it is shown. */
    String text(String attribute) {
        var value = first(attribute);
        if (!(value instanceof String text)) {
            return "";
        }
        return Texts.cut(text.strip(), 256);
    }

    OptionalLong number(String attribute) {
        if (!(first(attribute) instanceof String text)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    byte @Nullable [] bytes(String attribute) {
        return first(attribute) instanceof byte[] bytes ? bytes : null;
    }

    private @Nullable Object first(String attribute) {
        var all = attributes.get(attribute);
        try {
            return all == null || all.size() == 0 ? null : all.get();
        } catch (NamingException e) {
            return null;
        }
    }
}
