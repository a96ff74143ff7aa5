package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.ShellFault;
import io.calmend.remote.transport.Sockets;
import io.calmend.remote.wsman.ShellAnswer.MalformedAnswerException;
import io.calmend.vocabulary.FailureReason;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out on one real host what nothing but Windows can tell about this transport, and writes it down line by line. Changes
 * nothing there: it opens shells, lets them print, and closes them. The report holds names, numbers and the first 16 bytes of a
 * token, which are its public header; no secret and nothing that a host wrote.
 */
public final class HostCheck {

    private static final String ECHO = "echo calmend";
    private static final int LONG_OUTPUT = 300_000;
    private static final String PRINT_MUCH =
            "powershell.exe -NoProfile -NonInteractive -Command \"'A'*" + LONG_OUTPUT + "\"";
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final String host;
    private final Place sealed;
    private final Place tls;
    private final Logins logins;
    private final HostAccount account;
    private final Duration idle;
    private final PrintStream report;
    private boolean passed = true;

    /** @param idle how long a connection is left alone to see whether the host keeps its login */
    public HostCheck(
            String host,
            Place sealed,
            Place tls,
            Logins logins,
            HostAccount account,
            Duration idle,
            PrintStream report) {
        this.host = host;
        this.sealed = sealed;
        this.tls = tls;
        this.logins = logins;
        this.account = account;
        this.idle = idle;
        this.report = report;
    }

    /** One question. What it answers goes into the report; a failure does too, and the next question is asked all the same. */
    private interface Question {
        String ask() throws IOException, KerberosRefusedException, InterruptedException;
    }

    /** Whether everything that the sealed way needs was in order; what is told about TLS does not count. */
    public boolean run() throws InterruptedException {
        report.println("Calmend looks at " + host + " with " + account.name() + ", Java "
                + Runtime.version().feature());
        ask(
                true,
                "name",
                () -> Arrays.stream(InetAddress.getAllByName(host))
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")));
        ask(true, "port " + sealed.port(), () -> answers(sealed.port()));
        ask(false, "port " + tls.port(), () -> answers(tls.port()));
        ask(true, "account's ticket", () -> "until " + logins.login(account).until());
        for (var service : new String[] {"HTTP", "WSMAN"}) {
            ask(
                    service.equals(sealed.service()),
                    "ticket for " + service + "/" + host,
                    () -> logins.login(account).ticketFor(service, host));
        }
        ask(true, "sealed: sign-in and one shell", () -> openShell(sealed));
        ask(true, "sealed: " + ECHO, () -> output(sealed, ECHO));
        ask(true, "sealed: " + LONG_OUTPUT + " characters", () -> output(sealed, PRINT_MUCH));
        ask(false, "sealed: idle for " + idle.toSeconds() + " s", this::idle);
        ask(false, "TLS: channel binding in this Java", () -> {
            ChannelBindings.check();
            return "there";
        });
        ask(false, "TLS: sign-in bound to the certificate", () -> openShell(tls));
        ask(false, "TLS: " + ECHO, () -> output(tls, ECHO));
        ask(false, "TLS: sign-in without a binding", this::withoutBinding);
        report.println(
                passed ? "The sealed way works on this host." : "The sealed way does not work on this host yet.");
        return passed;
    }

    private void ask(boolean needed, String what, Question question) throws InterruptedException {
        var start = System.nanoTime();
        String found;
        var fine = false;
        try {
            found = question.ask();
            fine = true;
        } catch (KerberosRefusedException refused) {
            found = told(refused.failure());
        } catch (SignInRefusedException refused) {
            found = told(refused.failure());
        } catch (UnsealedException untrusted) {
            found = FailureReason.ANSWER_NOT_SEALED + ", " + untrusted.getMessage();
        } catch (MalformedAnswerException malformed) {
            found = FailureReason.ANSWER_MALFORMED.toString();
        } catch (FaultException fault) {
            found = told(ShellFault.failure(fault.code));
        } catch (IOException lost) {
            found = told(ConnectionFailure.of(lost));
        } catch (IllegalStateException notThere) {
            found = String.valueOf(notThere.getMessage());
        }
        passed &= fine || !needed;
        report.printf(
                "%-5s %-45s %s (%d ms)%n",
                fine ? "ok" : needed ? "FAIL" : "no",
                what,
                found,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        report.flush();
    }

    private static String told(ConnectionFailure failure) {
        return failure.reason() + (failure.detail().isEmpty() ? "" : ", " + failure.detail());
    }

    private String answers(int port) throws IOException {
        Sockets.connected(InetAddress.getAllByName(host), port, sealed.connectTimeout())
                .close();
        return "answers";
    }

    private HostConnection open(Place place) throws IOException, KerberosRefusedException, InterruptedException {
        return HostConnection.open(host, place, logins.login(account));
    }

    private String openShell(Place place) throws IOException, KerberosRefusedException, InterruptedException {
        try (var connection = open(place)) {
            close(connection, place, create(connection, place));
            return connection.scheme() + header(connection);
        }
    }

    private static String header(HostConnection connection) {
        var header = connection.lastTokenHeader();
        return header == null
                ? ""
                : ", header of the last token " + HexFormat.of().formatHex(header) + " (EC " + number(header, 4)
                        + ", RRC " + number(header, 6) + ")";
    }

    private static int number(byte[] header, int at) {
        return (header[at] & 0xff) << 8 | header[at + 1] & 0xff;
    }

    private static final class FaultException extends IOException {
        private static final long serialVersionUID = 1L;
        private final long code;

        FaultException(long code) {
            super("WSManFault " + code);
            this.code = code;
        }
    }

    private Envelopes envelopes(Place place) {
        return new Envelopes(place.address(host), SILENCE);
    }

    private static ShellAnswer answer(String envelope) throws IOException {
        var answer = ShellAnswer.read(envelope);
        var fault = answer.fault();
        if (fault != null && fault != ShellFault.NOTHING_YET) {
            throw new FaultException(fault);
        }
        return answer;
    }

    private String create(HostConnection connection, Place place) throws IOException {
        return known(answer(connection.call(envelopes(place).create())).shellId());
    }

    private static String known(@Nullable String id) throws MalformedAnswerException {
        if (id == null) {
            throw new MalformedAnswerException();
        }
        return id;
    }

    private void close(HostConnection connection, Place place, String shell) throws IOException {
        var _ = answer(connection.call(envelopes(place).delete(shell)));
    }

    private String output(Place place, String line) throws IOException, KerberosRefusedException, InterruptedException {
        try (var connection = open(place)) {
            var shell = create(connection, place);
            var command = known(answer(connection.call(envelopes(place).command(shell, line)))
                    .commandId());
            var pieces = 0;
            var bytes = 0;
            var largest = 0;
            ShellAnswer piece;
            do {
                piece = answer(connection.call(envelopes(place).receive(shell, command)));
                pieces++;
                largest = Math.max(largest, piece.out().length);
                bytes += piece.out().length;
            } while (!piece.done());
            close(connection, place, shell);
            return bytes + " bytes in " + pieces + " answers, the largest " + largest + ", exit code "
                    + piece.exitCode();
        }
    }

    private String idle() throws IOException, KerberosRefusedException, InterruptedException {
        try (var connection = open(sealed)) {
            close(connection, sealed, create(connection, sealed));
            TimeUnit.MILLISECONDS.sleep(idle.toMillis());
            if (!connection.isAlive()) {
                throw new IOException("the host has closed the connection");
            }
            close(connection, sealed, create(connection, sealed));
            return "the login is still there";
        }
    }

    private String withoutBinding() throws IOException, KerberosRefusedException, InterruptedException {
        try (var connection = HostConnection.openUnbound(host, tls, logins.login(account))) {
            close(connection, tls, create(connection, tls));
            return "taken: CBT hardening level Relaxed or None";
        } catch (SignInRefusedException refused) {
            return "refused: CBT hardening level Strict (" + refused.getMessage() + ")";
        }
    }
}
