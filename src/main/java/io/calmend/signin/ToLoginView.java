package io.calmend.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Sends a person whose sign-in was refused back to the sign-in page, with the reason's code in the address. */
class ToLoginView implements AuthenticationFailureHandler {

    private static final long SECONDS_OF_A_MINUTE = 60;

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        var address = request.getContextPath() + "/" + LoginView.PATH + "?" + LoginView.PROBLEM + "=";
        response.sendRedirect(
                switch (failure) {
                    case SignInRefusedException refused
                    when refused.problem() == SignInProblem.THROTTLED ->
                        address + refused.problem().code() + "&" + LoginView.MINUTES + "="
                                + (refused.waitTime().toSeconds() / SECONDS_OF_A_MINUTE + 1);
                    case SignInRefusedException refused ->
                        address + refused.problem().code();
                    default -> address + SignInProblem.WRONG.code();
                });
    }
}
