package io.calmend.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Has {@link SessionWatch} check the session first in each request. Refuses to people who are not signed in all push
 * connections, and messages larger than the sign-in page sends, because processing a message costs many times its
 * length.
 */
class SessionFilter extends OncePerRequestFilter {

    private final SessionWatch watch;
    private final SecurityContextRepository contexts;

    SessionFilter(SessionWatch watch, SecurityContextRepository contexts) {
        this.watch = watch;
        this.contexts = contexts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var session = request.getSession(false);
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (session != null && authentication != null && authentication.getPrincipal() instanceof Person) {
            watch.check(session);
            var now = OpenSessions.contextOf(session);
            if (now.isEmpty()) {
                SecurityContextHolder.clearContext();
            } else if (now.get().getAuthentication() != authentication) {
                SecurityContextHolder.setContext(now.get());
                contexts.saveContext(now.get(), request, response);
            }
        }
        var signedIn = SecurityContextHolder.getContext().getAuthentication();
        if (!(signedIn != null && signedIn.getPrincipal() instanceof Person)) {
            // browsers always send a length; and without a session Vaadin reads nothing
            var length = request.getContentLengthLong();
            if (session != null
                    && request.getMethod().equals("POST")
                    && (length < 0 || length > RequestBounds.LARGEST_MESSAGE_BEFORE_SIGN_IN)) {
                response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
                return;
            }
            if (waitsForNews(request)) {
                response.setStatus(
                        endsWaiting(request) ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_FORBIDDEN);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** Whether a page reports that it was closed, which nothing waits for if nobody is signed in. */
    private static boolean endsWaiting(HttpServletRequest request) {
        return !EdgeFilter.isUpgrade(request) && "close".equals(request.getParameter("X-Atmosphere-Transport"));
    }

    /**
     * Whether the request waits for push, by a web socket or by a request that Vaadin keeps open until there is
     * something to send.
     */
    private static boolean waitsForNews(HttpServletRequest request) {
        return EdgeFilter.isUpgrade(request)
                || request.getRequestURI().startsWith("/VAADIN/push")
                || "push".equals(request.getParameter("v-r"));
    }
}
