package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.vocabulary.FailureReason;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Limits the time of an operation that may ask a KDC, because Java asks each KDC three times for half a minute. The
 * operation runs on a virtual thread of its own, since interrupting that closes the socket that it waits on.
 */
final class KdcQuestion {

    private KdcQuestion() {}

    /** The result, which is complete within {@code timeout}, successfully or not. */
    static <T> CompletableFuture<T> ask(Callable<T> question, Duration timeout) {
        var answer = new CompletableFuture<T>();
        var asking = Thread.ofVirtual().name("kerberos").unstarted(() -> {
            try {
                answer.complete(question.call());
            } catch (Throwable failed) {
                answer.completeExceptionally(failed);
            }
        });
        answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((_, _) -> asking.interrupt());
        asking.start();
        return answer;
    }

    /** Explains the failure of an operation. */
    static KerberosRefusedException refusal(ExecutionException failed, Duration timeout) {
        return new KerberosRefusedException(
                switch (failed.getCause()) {
                    case KerberosRefusedException refused -> refused.failure();
                    case TimeoutException _ ->
                        new ConnectionFailure(
                                FailureReason.KDC_UNREACHABLE,
                                "Kerberos: no answer within " + timeout.toMillis() + " ms");
                    case null, default -> ConnectionFailure.of(failed);
                });
    }
}
