package io.calmend.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Where an attempt to sign in comes from: its address, and the cookies that identify a known browser. */
final class SignInDetails extends WebAuthenticationDetails {

    private final transient Map<String, String> marks;

    SignInDetails(HttpServletRequest request, Map<String, String> marks) {
        super(request);
        this.marks = marks;
    }

    /** The cookies of {@link KnownBrowsers}. */
    Map<String, String> marks() {
        return marks;
    }

    /** Leaves out the cookies, because details get logged and each cookie gives further attempts. */
    @Override
    public String toString() {
        return "SignInDetails from " + getRemoteAddress();
    }
}
