package io.calmend.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/** Tells Spring Security that a sign-in was refused; the message contains only the reason, never what was typed. */
final class SignInRefusedException extends AuthenticationException {

    private final SignInProblem problem;
    private final Duration wait;
    private final @Nullable String account;

    SignInRefusedException(SignInProblem problem) {
        this(problem, Duration.ZERO);
    }

    SignInRefusedException(SignInProblem problem, Duration wait) {
        this(problem, wait, null);
    }

    private SignInRefusedException(SignInProblem problem, Duration wait, @Nullable String account) {
        super(problem.name());
        this.problem = problem;
        this.wait = wait;
        this.account = account;
    }

    /** The same refusal, for an account that the directory knows. */
    SignInRefusedException of(String known) {
        return new SignInRefusedException(problem, wait, known);
    }

    SignInProblem problem() {
        return problem;
    }

    /**
     * The account as the directory writes it; null if the directory knows none, since what was typed may be a
     * password.
     */
    @Nullable
    String account() {
        return account;
    }

    /** How long until another attempt is accepted; zero if it is now. */
    Duration waitTime() {
        return wait;
    }
}
