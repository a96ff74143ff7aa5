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
 * Lets {@link SessionWatch} look at each request's session first. News are for those alone who are signed in, and so is a
 * message larger than the sign-in page sends: what a message asks for costs many times its length.
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
            // browsers always say it; and where there is no session Vaadin reads nothing
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

    /** What a page says that is left: nothing waits any more where nobody is signed in. */
    private static boolean endsWaiting(HttpServletRequest request) {
        return !EdgeFilter.isUpgrade(request) && "close".equals(request.getParameter("X-Atmosphere-Transport"));
    }

    /** By a web socket, or by a request that Vaadin leaves open for as long as there is nothing to say. */
    private static boolean waitsForNews(HttpServletRequest request) {
        return EdgeFilter.isUpgrade(request)
                || request.getRequestURI().startsWith("/VAADIN/push")
                || "push".equals(request.getParameter("v-r"));
    }
}
