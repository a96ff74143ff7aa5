package io.calmend.remote.wsman;

import io.calmend.remote.transport.ConnectionFailure;
import io.calmend.remote.transport.HostAccount;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.UnusableSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.security.auth.Subject;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * The ticket-granting tickets of the portal's accounts. Each is kept until shortly before it ends, whoever wants it meanwhile
 * gets the same, and a password that was refused is not tried again: a domain locks accounts for less.
 */
public final class TicketCache implements AutoCloseable {

    private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

    /** An account that is locked or whose password has expired may be fixed without a new password. */
    private static final Duration REFUSAL_OF_ACCOUNT = Duration.ofMinutes(5);

    private final Clock clock;
    private final Duration timeout;
    private final Map<Key, TicketRequest> asked = new ConcurrentHashMap<>();

    private record Key(String account, String fingerprint) {

        static Key of(HostAccount account) {
            return new Key(nameOf(account.name()), account.fingerprint());
        }

        /** A directory compares names without regard to case. */
        static String nameOf(String account) {
            return account.toLowerCase(Locale.ROOT);
        }
    }

    /** A question to the KDC, answered or not yet. */
    private record TicketRequest(CompletableFuture<TicketGrantingTicket> answer, Instant at) {

        boolean refusesPassword() {
            return answer.state() == Future.State.FAILED
                    && answer.exceptionNow() instanceof KerberosRefusedException refused
                    && refused.passwordRejected();
        }

        boolean answersAt(Instant now) {
            return switch (answer.state()) {
                case RUNNING -> true;
                case SUCCESS -> now.isBefore(renewal(answer.resultNow()));
                case FAILED -> refusesPassword() || refusesAccount() && now.isBefore(at.plus(REFUSAL_OF_ACCOUNT));
                case CANCELLED -> false;
            };
        }

        private boolean refusesAccount() {
            return answer.exceptionNow() instanceof KerberosRefusedException refused
                    && (refused.failure().reason() == FailureReason.ACCOUNT_DISABLED
                            || refused.failure().reason() == FailureReason.PASSWORD_EXPIRED);
        }

        /** Short tickets are used for half their life at least. */
        private static Instant renewal(TicketGrantingTicket ticket) {
            var halfOfIt = Duration.between(ticket.since(), ticket.until()).dividedBy(2);
            return ticket.until().minus(halfOfIt.compareTo(BEFORE_THE_END) < 0 ? halfOfIt : BEFORE_THE_END);
        }
    }

    /**
     * @param kerberosConfiguration a krb5.conf, for this whole Java; null for what Java finds
     * @param timeout the longest wait for a KDC
     * @throws IllegalStateException if the configuration cannot be read; for an administrator
     */
    public TicketCache(@Nullable Path kerberosConfiguration, Clock clock, Duration timeout) {
        this.clock = clock;
        this.timeout = timeout;
        if (kerberosConfiguration != null) {
            if (!Files.isReadable(kerberosConfiguration) || Files.isDirectory(kerberosConfiguration)) {
                throw new UnusableSettingException("calmend.remote.kerberos-configuration: " + kerberosConfiguration
                        + " is not a file that Calmend can read");
            }
            System.setProperty(
                    "java.security.krb5.conf",
                    kerberosConfiguration.toAbsolutePath().toString());
        }
    }

    /**
     * The ticket-granting ticket of {@code account}, kept until some minutes before it ends. One at a time for each account asks the KDC, the
     * others wait for its answer; none waits longer than the timeout.
     */
    public TicketGrantingTicket grantingTicket(HostAccount account)
            throws KerberosRefusedException, InterruptedException {
        var key = Key.of(account);
        var now = clock.instant();
        var current = asked.compute(
                key,
                (_, known) -> known != null && known.answersAt(now) ? known : new TicketRequest(ask(account), now));
        dropOthers(key);
        try {
            return current.answer().get();
        } catch (ExecutionException failed) {
            throw KdcQuestion.refusal(failed, timeout);
        }
    }

    /** Forgets the tickets of {@code account}, and that its password was refused: the next one asks the KDC again. */
    public void forget(String account) {
        asked.keySet().removeIf(key -> key.account().equals(Key.nameOf(account)));
    }

    @Override
    public void close() {
        for (var question : asked.values()) {
            question.answer()
                    .completeExceptionally(
                            new KerberosRefusedException(new ConnectionFailure(FailureReason.CANCELLED, "")));
        }
        asked.clear();
    }

    /** Tickets got with other passwords of the same account are over; that a password was refused stays known. */
    private void dropOthers(Key current) {
        asked.entrySet()
                .removeIf(entry -> entry.getKey().account().equals(current.account())
                        && !entry.getKey().equals(current)
                        && !entry.getValue().refusesPassword());
    }

    private CompletableFuture<TicketGrantingTicket> ask(HostAccount account) {
        return KdcQuestion.ask(
                () -> {
                    try {
                        return signIn(account);
                    } catch (LoginException refused) {
                        throw new KerberosRefusedException(ConnectionFailure.of(refused));
                    }
                },
                timeout);
    }

    private TicketGrantingTicket signIn(HostAccount account) throws LoginException {
        var subject = new Subject();
        new LoginContext("calmend", subject, new PasswordPrompt(account), new KerberosModule(account)).login();
        return new TicketGrantingTicket(subject, timeout);
    }
}
