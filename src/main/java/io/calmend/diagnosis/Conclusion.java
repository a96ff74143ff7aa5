package io.calmend.diagnosis;

import io.calmend.diagnosis.Diagnoses.Diagnosis;
import io.calmend.licensing.Cause;
import io.calmend.licensing.Finding;
import io.calmend.licensing.Finding.Likelihood;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.OperationKey;

/**
 * What a diagnosis comes to, and so who acts next. Every screen says one of these and nothing better: only {@link InOrder}
 * may be shown as good.
 */
public sealed interface Conclusion {

    /** The computer could not be read. */
    record NotRead(FailureReason why) implements Conclusion {}

    /** @param finding the likeliest that a repair on offer fixes */
    record Repairable(Finding finding, OperationKey repair) implements Conclusion {}

    /** Something is wrong or may be, and no repair on offer fixes it: somebody else has to act. */
    record HandOver(Finding finding) implements Conclusion {}

    /** The client's cache is in order, and more than that was not read: it is no client, or nobody knows what it is. */
    record OnlyCacheRead(Finding finding) implements Conclusion {}

    /** What was read is all that a client keeps, and it is in order. */
    record InOrder(Finding finding) implements Conclusion {}

    /** What was read points nowhere. */
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
