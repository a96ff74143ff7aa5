package io.calmend.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;

/** Spring Security's way to say that a sign-in did not happen; its message names the problem alone, never what was typed. */
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

    /** The same, of an account that the directory knows. */
    SignInRefusedException of(String known) {
        return new SignInRefusedException(problem, wait, known);
    }

    SignInProblem problem() {
        return problem;
    }

    /** The account as the directory writes it; null if it knows none, since what was typed may be a password. */
    @Nullable
    String account() {
        return account;
    }

    /** How long until another try is taken; zero where that is now. */
    Duration waitTime() {
        return wait;
    }
}
