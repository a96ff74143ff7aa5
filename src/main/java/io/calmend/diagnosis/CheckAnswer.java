package io.calmend.diagnosis;

import io.calmend.remote.ConnectionDoctor.ConnectionReport;
import io.calmend.remote.ObservationResult;
import io.calmend.vocabulary.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * The result of one check, as it is stored.
 *
 * @param clearedDaysAgo days since the portal last cleared licences there, null if it did not within the last 90
 * @param failure why the host could not be observed, null with {@code observed}
 */
record CheckAnswer(
        ConnectionReport connection,
        ObservationResult.@Nullable Observed observed,
        @Nullable Integer clearedDaysAgo,
        @Nullable FailureReason failure,
        String failureDetail) {}
