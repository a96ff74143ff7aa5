package io.calmend.vocabulary;

/** The number of one plan that a person was shown; people see {@code P-1042}. */
public record PlanId(long value) {

    public PlanId {
        if (value <= 0) {
            throw new IllegalArgumentException("ids are positive");
        }
    }

    @Override
    public String toString() {
        return "P-" + value;
    }
}
