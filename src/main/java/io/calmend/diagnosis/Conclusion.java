package io.calmend.diagnosis;

import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.licensing.Cause;
import io.calmend.licensing.Finding;
import io.calmend.licensing.Finding.Likelihood;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;

/**
 * The overall result of a diagnosis, and so who acts next. Every screen shows exactly this result; only {@link
 * InOrder} may be shown as good.
 */
public sealed interface Conclusion {

    /** The computer could not be read. */
    record NotRead(FailureReason why) implements Conclusion {}

    /** @param finding the most likely one that an available repair fixes */
    record Repairable(Finding finding, OperationKey repair) implements Conclusion {}

    /** Something is or may be wrong, and no available repair fixes it: somebody else has to act. */
    record HandOver(Finding finding) implements Conclusion {}

    /**
     * The client's cache is in order, but nothing else was read, and the computer is not a client or its kind is not
     * known.
     */
    record OnlyCacheRead(Finding finding) implements Conclusion {}

    /** Everything that a client stores for licensing was read and is in order. */
    record InOrder(Finding finding) implements Conclusion {}

    /** What was read does not point to any cause. */
    record Open(Finding finding) implements Conclusion {}

    static Conclusion of(Diagnosis diagnosis) {
        var failure = diagnosis.failure();
        var store = diagnosis.store();
        if (failure != null || store == null || diagnosis.findings().isEmpty()) {
            return new NotRead(failure == null ? FailureReason.ANSWER_MALFORMED : failure);
        }
        for (var finding : diagnosis.findings()) {
            var repair = finding.repair();
            if (repair != null && finding.likelihood() != Likelihood.RULED_OUT) {
                return new Repairable(finding, repair);
            }
        }
        var first = diagnosis.findings().getFirst();
        if (first.cause().equals(Cause.OPEN.code())) {
            return store.runsServer() && first.variant().equals("server") ? new OnlyCacheRead(first) : new Open(first);
        }
        if (first.cause().equals(Cause.OTHER_HARMLESS.code())) {
            return store.os() == null || store.runsServer() ? new OnlyCacheRead(first) : new InOrder(first);
        }
        return first.likelihood() == Likelihood.RULED_OUT ? new Open(first) : new HandOver(first);
    }
}
