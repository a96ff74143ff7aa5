package io.calmend.signin;

import io.calmend.directory.Directory;
import io.calmend.vocabulary.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Watches over what happens after sign-in: ends a session at its longest time, asks the directory again every few minutes and
 * signs out who is disabled or has no role left, and gives a web socket to those alone who are signed in.
 *
 * <p>While the directory is down people stay signed in with the roles they had; what changes a host asks the directory itself
 * and is refused.
 */
class SessionWatch extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);
    private static final Duration ASK_AGAIN_AFTER_FAILURE = Duration.ofMinutes(1);
    private static final String READ_AT = SessionWatch.class.getName() + ".readAt";

    private final Directory directory;
    private final Roles roles;
    private final SignInSettings.Session settings;
    private final SecurityContextRepository contexts;
    private final Clock clock;

    SessionWatch(
            Directory directory,
            Roles roles,
            SignInSettings settings,
            SecurityContextRepository contexts,
            Clock clock) {
        this.directory = directory;
        this.roles = roles;
        this.settings = settings.session();
        this.contexts = contexts;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        var session = request.getSession(false);
        if (authentication != null && session != null && authentication.getPrincipal() instanceof Person person) {
            watch(request, response, session, authentication, person);
        } else if (EdgeFilter.isUpgrade(request)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        chain.doFilter(request, response);
    }

    private void watch(
            HttpServletRequest request,
            HttpServletResponse response,
            HttpSession session,
            Authentication authentication,
            Person person) {
        var now = clock.instant();
        if (!now.isBefore(person.since().plus(settings.atMost()))) {
            end(session, person, "the longest time of a session is over");
            return;
        }
        if (!isTimeToRead(session, person, now)) {
            return;
        }
        switch (directory.person(person.actor().sid())) {
            case Directory.PersonLookup.Found(var _, var enabled, var groups) -> {
                var given = roles.of(groups);
                if (!enabled) {
                    end(session, person, "the account is disabled, expired or locked");
                } else if (given.isEmpty()) {
                    end(session, person, "the account is in none of the groups any more");
                } else if (!given.equals(person.roles())) {
                    renew(request, response, authentication, person, given);
                }
            }
            case Directory.PersonLookup.Refused(var reason) -> {
                switch (reason) {
                    case PERSON_UNKNOWN -> end(session, person, "the account is gone");
                    default ->
                        readAt(session, person)
                                .set(now.minus(settings.readAgainEvery()).plus(ASK_AGAIN_AFTER_FAILURE));
                }
            }
        }
    }

    /** True for one of the requests that come at the same time; the others go on with what is known. */
    private boolean isTimeToRead(HttpSession session, Person person, Instant now) {
        var readAt = readAt(session, person);
        var last = readAt.get();
        return !now.isBefore(last.plus(settings.readAgainEvery())) && readAt.compareAndSet(last, now);
    }

    @SuppressWarnings("unchecked")
    private static AtomicReference<Instant> readAt(HttpSession session, Person person) {
        synchronized (person) {
            if (session.getAttribute(READ_AT) instanceof AtomicReference<?> known) {
                return (AtomicReference<Instant>) known;
            }
            var fresh = new AtomicReference<>(person.since());
            session.setAttribute(READ_AT, fresh);
            return fresh;
        }
    }

    private void renew(
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication authentication,
            Person person,
            Set<Role> given) {
        var renewed = new Person(person.actor(), given, person.since());
        var token = UsernamePasswordAuthenticationToken.authenticated(renewed, null, renewed.getAuthorities());
        token.setDetails(authentication.getDetails());
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(token);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        LOG.info("The roles of {} are now {}.", person, given);
    }

    private static void end(HttpSession session, Person person, String why) {
        LOG.info("{} is signed out: {}.", person, why);
        SecurityContextHolder.clearContext();
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            LOG.debug("the session has ended already", e);
        }
    }
}
