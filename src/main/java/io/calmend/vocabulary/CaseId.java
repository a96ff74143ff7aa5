package io.calmend.vocabulary;

/** The number of one user's complaint; people see {@code C-1042}. */
public record CaseId(long value) {

    public CaseId {
        if (value <= 0) {
            throw new IllegalArgumentException("ids are positive");
        }
    }

    @Override
    public String toString() {
        return "C-" + value;
    }
}
