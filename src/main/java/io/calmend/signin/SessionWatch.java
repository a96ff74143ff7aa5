package io.calmend.signin;

import io.calmend.directory.Directory;
import io.calmend.directory.Directory.PersonLookup;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.Role;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Ends a session when it reaches its maximum duration, or when the directory, asked again every few minutes, reports
 * that its person is disabled or has no role left. Checks at each request and also at intervals, so that an open page
 * that sends nothing, but is still updated by push, ends within the same time.
 *
 * <p>While the directory is down people stay signed in with the roles they had; whatever changes a host asks the
 * directory itself and is then refused.
 */
@Component
class SessionWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWatch.class);
    private static final Duration ASK_AGAIN_AFTER_FAILURE = Duration.ofMinutes(1);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
    private static final String READ_AT = SessionWatch.class.getName() + ".readAt";

    private final Directory directory;
    private final Roles roles;
    private final SignInSettings.Session settings;
    private final OpenSessions sessions;
    private final Clock clock;
    private final Duration round;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("session-watch").daemon().factory());

    SessionWatch(Directory directory, Roles roles, SignInSettings settings, OpenSessions sessions, Clock clock) {
        this.directory = directory;
        this.roles = roles;
        this.settings = settings.session();
        this.sessions = sessions;
        this.clock = clock;
        var half = this.settings.readAgainEvery().dividedBy(2);
        this.round = half.compareTo(LONGEST_ROUND) < 0 ? half : LONGEST_ROUND;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        var _ = rounds.scheduleWithFixedDelay(
                this::checkAllSafely, round.toMillis(), round.toMillis(), TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        rounds.shutdownNow();
    }

    /**
     * Called before a request is processed. Afterwards the session has either ended or holds the person's present
     * roles.
     */
    void check(HttpSession session) {
        OpenSessions.personOf(session).ifPresent(person -> {
            sessions.belongsToSomebody(session);
            var now = clock.instant();
            if (isOver(person, now)) {
                endAtLongestTime(session, person);
            } else if (isTimeToRead(session, person, now, now)) {
                apply(directory.person(person.actor().sid()), session, person, now);
            }
        });
    }

    private void checkAllSafely() {
        try {
            checkAll();
        } catch (RuntimeException e) {
            // the next round checks again; if this exception ended the schedule, nothing would
            LOG.error("Open pages could not be checked.", e);
        }
    }

    /** Checks all sessions, asking for each person once. Includes those that would become due before the next round. */
    void checkAll() {
        var answers = new HashMap<String, PersonLookup>();
        for (var session : sessions.all()) {
            OpenSessions.personOf(session).ifPresent(person -> {
                var now = clock.instant();
                if (isOver(person, now)) {
                    endAtLongestTime(session, person);
                } else if (isTimeToRead(session, person, now, now.plus(round))) {
                    apply(answer(answers, person), session, person, now);
                }
            });
        }
    }

    /** Asks a directory that is down once in a round, and not again for each person. */
    private PersonLookup answer(Map<String, PersonLookup> answers, Person person) {
        for (var answer : answers.values()) {
            if (answer instanceof PersonLookup.Refused(var reason) && reason != FailureReason.PERSON_UNKNOWN) {
                return answer;
            }
        }
        return answers.computeIfAbsent(person.actor().sid(), directory::person);
    }

    private boolean isOver(Person person, Instant now) {
        return !now.isBefore(person.since().plus(settings.atMost()));
    }

    private void apply(PersonLookup answer, HttpSession session, Person person, Instant now) {
        switch (answer) {
            case PersonLookup.Found(var _, var enabled, var groups) -> {
                var given = roles.of(groups);
                if (!enabled) {
                    end(session, person, "the account is disabled, expired or locked");
                } else if (given.isEmpty()) {
                    end(session, person, "the account is in none of the groups any more");
                } else if (!given.equals(person.roles())) {
                    renew(session, person, given);
                }
            }
            case PersonLookup.Refused(var reason) -> {
                switch (reason) {
                    case PERSON_UNKNOWN -> end(session, person, "the account is gone");
                    default ->
                        readAt(session, person)
                                .set(now.minus(settings.readAgainEvery()).plus(ASK_AGAIN_AFTER_FAILURE));
                }
            }
        }
    }

    /** True for one of several simultaneous checks; the others continue with what is known. */
    private boolean isTimeToRead(HttpSession session, Person person, Instant now, Instant by) {
        var readAt = readAt(session, person);
        var last = readAt.get();
        return !by.isBefore(last.plus(settings.readAgainEvery())) && readAt.compareAndSet(last, now);
    }

    @SuppressWarnings("unchecked")
    private static AtomicReference<Instant> readAt(HttpSession session, Person person) {
        synchronized (person) {
            var fresh = new AtomicReference<>(person.since());
            try {
                if (session.getAttribute(READ_AT) instanceof AtomicReference<?> known) {
                    return (AtomicReference<Instant>) known;
                }
                session.setAttribute(READ_AT, fresh);
            } catch (IllegalStateException ended) {
                LOG.debug("the session has ended already", ended);
            }
            return fresh;
        }
    }

    private static void renew(HttpSession session, Person person, Set<Role> given) {
        var renewed = new Person(person.actor(), given, person.since());
        var token = UsernamePasswordAuthenticationToken.authenticated(renewed, null, renewed.getAuthorities());
        OpenSessions.contextOf(session)
                .map(context -> context.getAuthentication())
                .ifPresent(before -> token.setDetails(before.getDetails()));
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(token);
        try {
            session.setAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY, context);
            LOG.info("The roles of {} are now {}.", person, given);
        } catch (IllegalStateException ended) {
            LOG.debug("the session has ended already", ended);
        }
    }

    private static void endAtLongestTime(HttpSession session, Person person) {
        end(session, person, "the session has reached its maximum length");
    }

    private static void end(HttpSession session, Person person, String why) {
        LOG.info("{} is signed out: {}.", person, why);
        OpenSessions.end(session);
    }
}
