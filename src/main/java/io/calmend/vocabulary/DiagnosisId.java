package io.calmend.vocabulary;

/** The number of one diagnosis; people see {@code D-1042}. */
public record DiagnosisId(long value) {

    public DiagnosisId {
        if (value <= 0) {
            throw new IllegalArgumentException("ids are positive");
        }
    }

    @Override
    public String toString() {
        return "D-" + value;
    }
}
