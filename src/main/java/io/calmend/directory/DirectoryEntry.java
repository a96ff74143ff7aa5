package io.calmend.directory;

import io.calmend.vocabulary.Texts;
import java.util.OptionalLong;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * One object as the directory sent it. Reading an attribute never throws: one that is missing or of another type is
 * empty.
 */
record DirectoryEntry(DistinguishedName name, Attributes attributes) {

    /**
     * The first value, cut to 256 characters and otherwise unchanged: it is untrusted, and made visible where it is
     * shown.
     */
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
