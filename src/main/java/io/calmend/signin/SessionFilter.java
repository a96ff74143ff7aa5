package io.calmend.signin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets {@link SessionWatch} look at each request's session first, and gives a web socket to those alone who are signed in. */
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
            watch.look(session);
            var now = OpenSessions.contextOf(session);
            if (now.isEmpty()) {
                SecurityContextHolder.clearContext();
            } else if (now.get().getAuthentication() != authentication) {
                SecurityContextHolder.setContext(now.get());
                contexts.saveContext(now.get(), request, response);
            }
        }
        var signedIn = SecurityContextHolder.getContext().getAuthentication();
        if (EdgeFilter.isUpgrade(request) && !(signedIn != null && signedIn.getPrincipal() instanceof Person)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }
}
