package io.calmend.vocabulary;

/** The number of one execution of an operation; people see {@code R-1042}. */
public record ExecutionId(long value) {

    public ExecutionId {
        if (value <= 0) {
            throw new IllegalArgumentException("ids are positive");
        }
    }

    @Override
    public String toString() {
        return "R-" + value;
    }
}
