package io.calmend.remote.doctor;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.RemoteCommand;
import io.calmend.remote.transport.Transport;
import io.calmend.remote.transport.Transport.Ending;
import io.calmend.vocabulary.FailureReason;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Tests a local account on one host, once: a rejected password is not tried a second time. Changes nothing on the
 * host.
 */
final class LocalAccountCheck {

    private static final String ECHO = "echo calmend";
    private static final String PRINTED = "calmend";

    private final String host;
    private final HostAccount account;
    private final Transport transport;
    private final PrintStream report;

    LocalAccountCheck(String host, HostAccount account, Transport transport, PrintStream report) {
        this.host = host;
        this.account = account;
        this.transport = transport;
        this.report = report;
    }

    /** Whether the host ran a command for the account. */
    boolean run() throws InterruptedException {
        report.println("Calmend checks " + host + " with the local account " + account.name() + ", Java "
                + Runtime.version().feature());
        var worked = isKnown() && isReached() && runs();
        report.println(
                worked
                        ? "The local account works on this computer."
                        : "The local account does not work on this computer yet.");
        return worked;
    }

    private boolean isKnown() {
        var start = System.nanoTime();
        try {
            var addresses = Arrays.stream(InetAddress.getAllByName(host))
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(", "));
            return line(true, "name", addresses, start);
        } catch (UnknownHostException unknown) {
            return line(false, "name", told(ConnectionFailure.of(unknown)), start);
        }
    }

    private boolean isReached() throws InterruptedException {
        var start = System.nanoTime();
        var preflightFailure = transport.preflightFailure(new RemoteCommand(host, account, ECHO));
        return line(
                preflightFailure == null,
                "TLS: trusted certificate",
                preflightFailure == null ? "found" : told(preflightFailure),
                start);
    }

    private boolean runs() {
        var start = System.nanoTime();
        var what = account.transport() + ": sign-in and " + ECHO;
        return switch (transport.run(new RemoteCommand(host, account, ECHO), () -> {}, () -> {})) {
            case Ending.Ran(var output) ->
                line(
                        output.exitCode() == 0 && output.text().strip().equals(PRINTED),
                        what,
                        output.out().length + " bytes, exit code " + output.exitCode(),
                        start);
            case Ending.Failed failed ->
                line(
                        false,
                        what,
                        told(failed.failure())
                                + (failed.failure().reason() == FailureReason.SIGN_IN_REJECTED
                                        ? "; not tried again, so that the account is not locked out"
                                        : ""),
                        start);
        };
    }

    private boolean line(boolean fine, String what, String found, long start) {
        report.printf(
                "%-5s %-45s %s (%d ms)%n",
                fine ? "ok" : "FAIL", what, found, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        report.flush();
        return fine;
    }

    private static String told(ConnectionFailure failure) {
        return failure.reason() + (failure.detail().isEmpty() ? "" : ", " + failure.detail());
    }
}
