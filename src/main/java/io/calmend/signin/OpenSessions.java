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
 * All sessions of this process. Those without a sign-in, which anybody can have made, are short-lived and few:
 * when there are too many, the oldest gives way of the network address that has the most, so that a flood washes away itself
 * and not the sign-in page of somebody else.
 */
@Component
class OpenSessions {

    /** A sign-in page that waits longer simply loads again. */
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
     * The portal stops. Its pages would be told that their session is over, load again at once, and end at the browser's own
     * error page, where nothing of ours waits for the portal to be back; left without that word they wait, and ask for the
     * password then.
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
            // somebody else was quicker
        }
        return pages;
    }

    /** From now on the session lasts as long as {@code server.servlet.session.timeout} says. */
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

    /** Who is signed in with {@code session}; nobody if it has ended. */
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

    /** Ends {@code session} with all its pages; nothing happens if it has ended already. */
    static void end(HttpSession session) {
        try {
            // pages first: the web server closes their web sockets with the session, and then nobody could tell them
            for (var pages : pagesOf(session)) {
                pages.getService().fireSessionDestroy(pages);
            }
            session.invalidate();
        } catch (IllegalStateException ended) {
            // somebody else was quicker
        }
    }

    private static String networkOfRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? ClientNetwork.of(request.getRequest().getRemoteAddr())
                : "";
    }
}
