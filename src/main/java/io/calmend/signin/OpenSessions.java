package io.calmend.signin;

import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.shared.communication.PushMode;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.session.HttpSessionCreatedEvent;
import org.springframework.security.web.session.HttpSessionDestroyedEvent;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Keeps track of all sessions of this process. Sessions without a sign-in, which anybody can create, are short-lived
 * and limited in number: if there are too many, the oldest one of the network address with the most is ended, so that
 * a flood displaces its own sessions and not another person's sign-in page.
 */
@Component
class OpenSessions {

    /** A sign-in page that stays open longer is simply loaded again. */
    private static final Duration IDLE_BEFORE_SIGN_IN = Duration.ofMinutes(5);

    private final int mostBeforeSignIn;
    private final Map<HttpSession, String> sessions = new LinkedHashMap<>();

    OpenSessions(SignInSettings settings) {
        this.mostBeforeSignIn = settings.limits().sessionsBeforeSignIn();
    }

    /** The sessions at this moment, the oldest first. */
    synchronized List<HttpSession> all() {
        return List.copyOf(sessions.keySet());
    }

    @EventListener
    void created(HttpSessionCreatedEvent event) {
        var session = event.getSession();
        session.setMaxInactiveInterval((int) IDLE_BEFORE_SIGN_IN.toSeconds());
        for (var superfluous : remember(session, networkOfRequest())) {
            end(superfluous);
        }
    }

    @EventListener
    synchronized void ended(HttpSessionDestroyedEvent event) {
        sessions.remove(event.getSession());
    }

    /**
     * Keeps open pages from being told that their session has ended when the portal stops. They would reload at once
     * and end on the browser's own error page, which does not wait for the portal; without that message they wait
     * until it is back, and then ask for the password.
     */
    @EventListener(ContextClosedEvent.class)
    void stopping() {
        for (var session : all()) {
            for (var pages : pagesOf(session)) {
                pages.lock();
                try {
                    for (var page : pages.getUIs()) {
                        page.getPushConfiguration().setPushMode(PushMode.DISABLED);
                        page.getInternals().setPushConnection(null);
                    }
                } finally {
                    pages.unlock();
                }
            }
        }
    }

    private static List<VaadinSession> pagesOf(HttpSession session) {
        var pages = new ArrayList<VaadinSession>();
        try {
            for (var name : Collections.list(session.getAttributeNames())) {
                if (session.getAttribute(name) instanceof VaadinSession found) {
                    pages.add(found);
                }
            }
        } catch (IllegalStateException ended) {
            // another thread has ended it already
        }
        return pages;
    }

    /** From now on the session times out after {@code server.servlet.session.timeout}. */
    void belongsToSomebody(HttpSession session) {
        var idle = Duration.ofMinutes(session.getServletContext().getSessionTimeout());
        if (session.getMaxInactiveInterval() != idle.toSeconds()) {
            session.setMaxInactiveInterval((int) idle.toSeconds());
        }
    }

    private synchronized List<HttpSession> remember(HttpSession session, String network) {
        sessions.put(session, network);
        var anonymous = new HashMap<String, List<HttpSession>>();
        var count = 0;
        for (var entry : sessions.entrySet()) {
            if (personOf(entry.getKey()).isEmpty()) {
                anonymous
                        .computeIfAbsent(entry.getValue(), _ -> new ArrayList<>())
                        .add(entry.getKey());
                count++;
            }
        }
        var superfluous = new ArrayList<HttpSession>();
        while (count-- > mostBeforeSignIn) {
            var most = anonymous.values().stream()
                    .max((one, other) -> Integer.compare(one.size(), other.size()))
                    .orElseThrow();
            var oldest = most.removeFirst();
            sessions.remove(oldest);
            superfluous.add(oldest);
        }
        return superfluous;
    }

    /** Who is signed in with {@code session}; empty if it has ended. */
    static Optional<Person> personOf(HttpSession session) {
        return contextOf(session)
                .map(SecurityContext::getAuthentication)
                .map(authentication -> authentication.getPrincipal() instanceof Person person ? person : null);
    }

    static Optional<SecurityContext> contextOf(HttpSession session) {
        try {
            return session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY)
                            instanceof SecurityContext context
                    ? Optional.of(context)
                    : Optional.empty();
        } catch (IllegalStateException ended) {
            return Optional.empty();
        }
    }

    /** Ends {@code session} with all its pages; does nothing if it has ended already. */
    static void end(HttpSession session) {
        try {
            // close the pages first: the web server closes their web sockets together with the session, and they could
            // not be notified
            for (var pages : pagesOf(session)) {
                pages.getService().fireSessionDestroy(pages);
            }
            session.invalidate();
        } catch (IllegalStateException ended) {
            // another thread has ended it already
        }
    }

    private static String networkOfRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? ClientNetwork.of(request.getRequest().getRemoteAddr())
                : "";
    }
}
