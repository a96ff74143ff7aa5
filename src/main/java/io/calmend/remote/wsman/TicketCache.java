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
 * Gets and keeps the ticket-granting tickets of the portal's accounts. A ticket is shared by all callers until shortly
 * before it expires, and a rejected password is not tried again, because a domain locks accounts after a few attempts.
 */
public final class TicketCache implements AutoCloseable {

    private static final Duration BEFORE_THE_END = Duration.ofMinutes(5);

    /**
     * A locked account or expired password can be fixed without a new password, so it is tried again after this time.
     */
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

    /** A request to the KDC, answered or not. */
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

        /** A short-lived ticket is used for at least half its lifetime. */
        private static Instant renewal(TicketGrantingTicket ticket) {
            var halfOfIt = Duration.between(ticket.since(), ticket.until()).dividedBy(2);
            return ticket.until().minus(halfOfIt.compareTo(BEFORE_THE_END) < 0 ? halfOfIt : BEFORE_THE_END);
        }
    }

    /**
     * @param kerberosConfiguration a krb5.conf, for the whole JVM; null for the one that Java finds
     * @param timeout the longest wait for a KDC
     * @throws IllegalStateException if the configuration cannot be read; the message is for an administrator
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
     * The ticket-granting ticket of {@code account}, kept until some minutes before it expires. For each account one
     * thread asks the KDC and the others wait for its answer, all of them at most for the timeout.
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

    /**
     * Forgets the tickets of {@code account} and that its password was rejected, so that the next caller asks the KDC
     * again.
     */
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

    /** Drops tickets from other passwords of the same account; rejected passwords are remembered. */
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
