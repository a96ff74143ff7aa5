package io.calmend.remote.wsman;

import io.calmend.remote.transport.AnswerMalformedException;
import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.ShellFault;
import io.calmend.remote.transport.Sockets;
import io.calmend.vocabulary.Dates;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Visible;
import java.io.Closeable;
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
 * Tests on one real host what only Windows can show about this transport, and reports it line by line. Changes nothing
 * there: it opens shells, lets them print, and closes them. The report holds names, numbers and the first 16 bytes of
 * a token, which are its public header; it holds no secret, and from the host's texts only the authentication schemes
 * on offer.
 */
public final class HostCheck {

    private static final String ECHO = "echo calmend";
    private static final int LONG_OUTPUT = 300_000;
    private static final String PRINT_MUCH =
            "powershell.exe -NoProfile -NonInteractive -Command \"'A'*" + LONG_OUTPUT + "\"";
    private static final Duration SILENCE = Duration.ofSeconds(20);

    /** A host that needs longer to start PowerShell cannot be used. */
    private static final Duration LONGEST_COMMAND = Duration.ofMinutes(2);

    private final String host;
    private final Endpoint sealed;
    private final Endpoint tls;
    private final TicketCache tickets;
    private final HostAccount account;
    private final Duration idle;
    private final PrintStream report;
    private boolean passed = true;

    /** @param idle how long a connection is left idle, to see whether the host keeps its sign-in */
    public HostCheck(
            String host,
            Endpoint sealed,
            Endpoint tls,
            TicketCache tickets,
            HostAccount account,
            Duration idle,
            PrintStream report) {
        this.host = host;
        this.sealed = sealed;
        this.tls = tls;
        this.tickets = tickets;
        this.account = account;
        this.idle = idle;
        this.report = report;
    }

    /**
     * One test step. Its result goes into the report, and so does a failure, after which the steps that depend on it
     * are skipped.
     */
    private interface Question {
        String ask() throws IOException, KerberosRefusedException, InterruptedException;
    }

    /**
     * Runs all steps. True if everything that the sealed transport needs was in order; the results for TLS do not
     * count.
     */
    public boolean run() throws InterruptedException {
        report.println(Visible.of("Calmend checks " + host + " with " + account.name() + ", Java "
                + Runtime.version().feature()));
        ask(
                true,
                "name",
                () -> Arrays.stream(InetAddress.getAllByName(host))
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")));
        ask(true, "port " + sealed.port(), () -> answers(sealed.port()));
        ask(false, "port " + tls.port(), () -> answers(tls.port()));
        ask(
                true,
                "ticket-granting ticket",
                () -> "valid until "
                        + Dates.inUtc(tickets.grantingTicket(account).until()));
        for (var service : new String[] {"HTTP", "WSMAN"}) {
            ask(
                    service.equals(sealed.service()),
                    "ticket for " + service + "/" + host,
                    () -> tickets.grantingTicket(account).to(service, host).askForTicket());
        }
        if (ask(true, "sealed: sign-in and one shell", () -> openShell(sealed))) {
            ask(true, "sealed: " + ECHO, () -> output(sealed, ECHO, 1));
            ask(true, "sealed: " + LONG_OUTPUT + " characters", () -> output(sealed, PRINT_MUCH, LONG_OUTPUT));
            ask(false, "sealed: idle for " + idle.toSeconds() + " s", this::idle);
        }
        ask(false, "TLS: channel binding in this Java", () -> {
            ChannelBindings.check();
            return "supported";
        });
        if (ask(false, "TLS: sign-in bound to the certificate", () -> openShell(tls))) {
            ask(false, "TLS: " + ECHO, () -> output(tls, ECHO, 1));
            ask(false, "TLS: sign-in without a binding", this::withoutBinding);
        }
        report.println(
                passed
                        ? "The sealed transport works on this computer."
                        : "The sealed transport does not work on this computer yet.");
        return passed;
    }

    private boolean ask(boolean needed, String what, Question question) throws InterruptedException {
        var start = System.nanoTime();
        String found;
        var fine = false;
        try {
            found = question.ask();
            fine = true;
        } catch (KerberosRefusedException refused) {
            found = told(refused.failure());
        } catch (HostRefusedSignInException refused) {
            found = told(refused.failure());
        } catch (UnsealedException untrusted) {
            found = FailureReason.ANSWER_NOT_SEALED + ", " + untrusted.getMessage();
        } catch (AnswerMalformedException malformed) {
            found = FailureReason.ANSWER_MALFORMED.toString();
        } catch (FaultException fault) {
            found = told(ShellFault.failure(fault.code));
        } catch (OutputException notRun) {
            found = String.valueOf(notRun.getMessage());
        } catch (IOException lost) {
            found = told(ConnectionFailure.of(lost));
        } catch (IllegalStateException | IllegalArgumentException notThere) {
            found = String.valueOf(notThere.getMessage());
        }
        passed &= fine || !needed;
        report.printf(
                "%-5s %-45s %s (%d ms)%n",
                fine ? "ok" : needed ? "FAIL" : "no",
                Visible.of(what),
                Visible.of(found),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        report.flush();
        return fine;
    }

    private static String told(ConnectionFailure failure) {
        return failure.reason() + (failure.detail().isEmpty() ? "" : ", " + failure.detail());
    }

    private String answers(int port) throws IOException {
        Sockets.connected(InetAddress.getAllByName(host), port, sealed.connectTimeout())
                .close();
        return "answers";
    }

    private HostConnection open(Endpoint endpoint) throws IOException, KerberosRefusedException, InterruptedException {
        return HostConnection.open(host, endpoint, tickets.grantingTicket(account));
    }

    private String openShell(Endpoint endpoint) throws IOException, KerberosRefusedException, InterruptedException {
        try (var talk = new Conversation(endpoint, open(endpoint))) {
            talk.openShell();
            talk.closeShell();
            return talk.connection.scheme() + header(talk.connection);
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

    /** A command ended with an unexpected result; the message holds numbers only. */
    private static final class OutputException extends IOException {
        private static final long serialVersionUID = 1L;

        OutputException(String numbers) {
            super(numbers);
        }
    }

    /**
     * Opens one shell after the other, on one connection or, when the host announces that it closes it, on the next.
     */
    private final class Conversation implements Closeable {

        private final Endpoint endpoint;
        private final Envelopes envelopes;
        private final AnswerAllowance allowance = new AnswerAllowance();
        private HostConnection connection;
        private @Nullable String shell;

        Conversation(Endpoint endpoint, HostConnection connection) {
            this.endpoint = endpoint;
            this.connection = connection;
            envelopes = new Envelopes(endpoint.address(host), SILENCE);
        }

        private ShellAnswer say(String envelope) throws IOException, KerberosRefusedException, InterruptedException {
            if (!connection.isOpen()) {
                connection = open(endpoint);
            }
            var text = connection.call(envelope);
            var answer = ShellAnswer.read(text);
            allowance.take(text.length(), answer);
            var fault = answer.fault();
            if (fault != null && fault != ShellFault.NOTHING_YET) {
                throw new FaultException(fault);
            }
            return answer;
        }

        void openShell() throws IOException, KerberosRefusedException, InterruptedException {
            shell = known(say(envelopes.create()).shellId());
        }

        String start(String line) throws IOException, KerberosRefusedException, InterruptedException {
            return known(say(envelopes.command(known(shell), line)).commandId());
        }

        ShellAnswer receive(String command) throws IOException, KerberosRefusedException, InterruptedException {
            return say(envelopes.receive(known(shell), command));
        }

        void closeShell() throws IOException, KerberosRefusedException, InterruptedException {
            var open = known(shell);
            shell = null;
            var _ = say(envelopes.delete(open));
        }

        /** A failure was reported already; a shell that cannot be closed ends after a while. */
        @Override
        public void close() {
            try {
                if (shell != null && connection.isOpen()) {
                    closeShell();
                }
            } catch (IOException | KerberosRefusedException lost) {
                // see above
            } catch (InterruptedException cancelled) {
                Thread.currentThread().interrupt();
            } finally {
                connection.close();
            }
        }
    }

    private static String known(@Nullable String id) throws AnswerMalformedException {
        if (id == null) {
            throw new AnswerMalformedException("without the requested ID");
        }
        return id;
    }

    private String output(Endpoint endpoint, String line, int least)
            throws IOException, KerberosRefusedException, InterruptedException {
        try (var talk = new Conversation(endpoint, open(endpoint))) {
            talk.openShell();
            var command = talk.start(line);
            var end = System.nanoTime() + LONGEST_COMMAND.toNanos();
            var pieces = 0;
            var bytes = 0L;
            var largest = 0;
            ShellAnswer piece;
            do {
                if (System.nanoTime() > end) {
                    throw new OutputException("not finished after " + LONGEST_COMMAND.toSeconds() + " s");
                }
                piece = talk.receive(command);
                pieces++;
                largest = Math.max(largest, piece.out().length);
                bytes += piece.out().length;
            } while (!piece.done());
            var found = bytes + " bytes in " + pieces + " answers, the largest " + largest + ", exit code "
                    + piece.exitCode();
            if (piece.exitCode() != 0 || bytes < least) {
                throw new OutputException(found);
            }
            talk.closeShell();
            return found;
        }
    }

    private String idle() throws IOException, KerberosRefusedException, InterruptedException {
        try (var talk = new Conversation(sealed, open(sealed))) {
            talk.openShell();
            talk.closeShell();
            TimeUnit.MILLISECONDS.sleep(idle.toMillis());
            if (!talk.connection.isAlive()) {
                throw new IOException("the computer has closed the connection");
            }
            talk.openShell();
            talk.closeShell();
            return "still signed in";
        }
    }

    private String withoutBinding() throws IOException, KerberosRefusedException, InterruptedException {
        HostConnection unbound;
        try {
            unbound = HostConnection.openUnbound(host, tls, tickets.grantingTicket(account));
        } catch (HostRefusedSignInException refused) {
            if (refused.failure().reason() != FailureReason.TICKET_REFUSED) {
                throw refused;
            }
            return "refused: CBT hardening level Strict (" + refused.getMessage() + ")";
        }
        try (var talk = new Conversation(tls, unbound)) {
            talk.openShell();
            talk.closeShell();
            return "accepted: CBT hardening level Relaxed or None";
        }
    }
}
