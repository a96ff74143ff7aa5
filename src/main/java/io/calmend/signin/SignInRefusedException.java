package io.calmend.signin;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Spring Security's way to say that a sign-in did not happen; its message names the problem alone, never what was typed. */
final class SignInRefusedException extends AuthenticationException {

    private final SignInProblem problem;
    private final Duration wait;

    SignInRefusedException(SignInProblem problem) {
        this(problem, Duration.ZERO);
    }

    SignInRefusedException(SignInProblem problem, Duration wait) {
        super(problem.name());
        this.problem = problem;
        this.wait = wait;
    }

    SignInProblem problem() {
        return problem;
    }

    /** How long until another try is taken; zero where that is now. */
    Duration waitTime() {
        return wait;
    }
}
