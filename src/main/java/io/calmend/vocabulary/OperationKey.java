package io.calmend.vocabulary;

import java.util.regex.Pattern;

/** The name of an operation in the catalogue, for example {@code CL-STORE}: capitals, digits and hyphens, at most 32. */
public record OperationKey(String value) implements Comparable<OperationKey> {

    private static final Pattern SHAPE = Pattern.compile("[A-Z][A-Z0-9-]{1,31}");

    public OperationKey {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not an operation key");
        }
    }

    @Override
    public int compareTo(OperationKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
