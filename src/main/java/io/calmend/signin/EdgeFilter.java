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
 * First in line. Lets no other site write or open a web socket, and nobody replace the headers of {@link SecurityHeaders}. It
 * stands here and not in Spring Security because that one's request forgery check leaves out the sign-in form, and Vaadin's push
 * checks no origin.
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
        // browsers send at least one of the two with a write; what sends neither carries nobody's cookies
        var site = request.getHeader("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /**
     * Whether a web socket is asked for, in whatever way: web server and Atmosphere look for the word in a list, or in a second
     * header. Who would rather speak HTTP/2 asks for none.
     */
    static boolean isUpgrade(HttpServletRequest request) {
        return Collections.list(request.getHeaders("Upgrade")).stream()
                .anyMatch(asked -> asked.toLowerCase(Locale.ROOT).contains(WEB_SOCKET));
    }

    /** As every browser asks for it. */
    private static boolean isPlainWebSocket(HttpServletRequest request) {
        var asked = Collections.list(request.getHeaders("Upgrade"));
        return asked.size() == 1 && asked.getFirst().equalsIgnoreCase(WEB_SOCKET);
    }

    /** Vaadin sets {@code X-Frame-Options: SAMEORIGIN} on its pages, last; ours stands. */
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
