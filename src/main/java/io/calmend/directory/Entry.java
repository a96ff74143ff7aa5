package io.calmend.directory;

import io.calmend.vocabulary.Texts;
import java.util.OptionalLong;
import javax.naming.NamingException;
import javax.naming.directory.Attributes;
import org.jspecify.annotations.Nullable;

/** One object as the directory sent it. Reading it never throws: what is missing or of another kind is empty. */
record Entry(DistinguishedName name, Attributes attributes) {

    /** First value, without control characters and cut to 256 characters: it is for people, and others wrote it. */
    String text(String attribute) {
        var value = first(attribute);
        if (!(value instanceof String text)) {
            return "";
        }
        var plain = text.replaceAll("\\p{C}", "").strip();
        return Texts.cut(plain, 256);
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
