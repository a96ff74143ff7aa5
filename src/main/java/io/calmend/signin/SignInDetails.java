package io.calmend.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Where a try to sign in comes from. */
final class SignInDetails extends WebAuthenticationDetails {

    private final transient Map<String, String> marks;

    SignInDetails(HttpServletRequest request, Map<String, String> marks) {
        super(request);
        this.marks = marks;
    }

    /** The marks of {@link KnownBrowsers}. */
    Map<String, String> marks() {
        return marks;
    }

    /** They are worth an allowance, and details are printed. */
    @Override
    public String toString() {
        return "SignInDetails from " + getRemoteAddress();
    }
}
