package io.calmend.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The first filter: refuses writes and web sockets from other sites, and protects the headers of {@link
 * SecurityHeaders} from being replaced. Spring Security cannot do this, because its CSRF check leaves out the sign-in
 * form and Vaadin's push checks no origin.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class EdgeFilter extends OncePerRequestFilter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");
    private static final String WEB_SOCKET = "websocket";

    private final PublicAddress address;
    private final RefusedRequests refused;
    private final WrongAddress wrongAddress;

    EdgeFilter(PublicAddress address, RefusedRequests refused, WrongAddress wrongAddress) {
        this.address = address;
        this.refused = refused;
        this.wrongAddress = wrongAddress;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!METHODS.contains(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD, POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else if (isUpgrade(request) && !isPlainWebSocket(request)) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        } else if (comesFromElsewhere(request)) {
            refused.origin(request);
            wrongAddress.answer(response, HttpServletResponse.SC_FORBIDDEN);
        } else {
            chain.doFilter(request, isUpgrade(request) ? response : new KeepsOurHeaders(response));
        }
    }

    private boolean comesFromElsewhere(HttpServletRequest request) {
        var origin = request.getHeader("Origin");
        if (isUpgrade(request)) {
            return origin == null || !address.isOurOrigin(origin, request);
        }
        if (!request.getMethod().equals("POST")) {
            return false;
        }
        if (origin != null) {
            return !address.isOurOrigin(origin, request);
        }
        // browsers send at least one of the two headers with a write; a client that sends neither has no user's cookies
        var site = request.getHeader("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /**
     * Whether the request asks for a web socket, in any form: the web server and Atmosphere search for the word in a
     * list or in a second header. An upgrade to HTTP/2 does not count.
     */
    static boolean isUpgrade(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Upgrade")).stream()
                .anyMatch(asked -> asked.toLowerCase(Locale.ROOT).contains(WEB_SOCKET));
    }

    /** Whether it asks in the form that every browser uses. */
    private static boolean isPlainWebSocket(HttpServletRequest request) {
        var asked = Collections.list(request.getHeaders("Upgrade"));
        return asked.size() == 1 && asked.getFirst().equalsIgnoreCase(WEB_SOCKET);
    }

    /** Ignores the {@code X-Frame-Options: SAMEORIGIN} that Vaadin sets last on its pages, so that ours stays. */
    private static final class KeepsOurHeaders extends HttpServletResponseWrapper {

        KeepsOurHeaders(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setHeader(String name, String value) {
            if (!SecurityHeaders.FRAMES.equalsIgnoreCase(name)) {
                super.setHeader(name, value);
            }
        }

        @Override
        public void addHeader(String name, String value) {
            if (!SecurityHeaders.FRAMES.equalsIgnoreCase(name)) {
                super.addHeader(name, value);
            }
        }
    }
}
