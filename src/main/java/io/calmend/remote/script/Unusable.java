package io.calmend.remote.script;

import io.calmend.vocabulary.FailureReason;

/** Leaves the reading of an answer at once. */
@SuppressWarnings("serial")
final class Unusable extends Exception {
    private final FailureReason reason;
    private final String detail;

    Unusable(FailureReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.detail = detail;
    }

    FailureReason reason() {
        return reason;
    }

    String detail() {
        return detail;
    }
}
