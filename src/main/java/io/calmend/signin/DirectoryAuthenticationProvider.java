package io.calmend.signin;

import io.calmend.audit.AuditEvent;
import io.calmend.audit.AuditLog;
import io.calmend.directory.Directory;
import io.calmend.directory.DirectoryTrouble;
import io.calmend.signin.SignInThrottle.Admission;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.Role;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.ldap.AuthenticationException;
import org.springframework.ldap.NamingException;
import org.springframework.ldap.core.DirContextAdapter;
import org.springframework.ldap.core.DirContextOperations;
import org.springframework.ldap.core.support.LdapContextSource;
import org.springframework.ldap.support.LdapUtils;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.ldap.authentication.AbstractLdapAuthenticationProvider;
import org.springframework.security.ldap.search.LdapUserSearch;
import org.springframework.security.ldap.userdetails.UserDetailsContextMapper;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Signs people in by binding to the directory with their own name and password. First the account is found, so that
 * the bind name belongs to exactly one account; then the password is tried; then roles are read from the groups. Each
 * sign-in and refusal is in the audit log before it is answered.
 */
@Component
class DirectoryAuthenticationProvider extends AbstractLdapAuthenticationProvider {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryAuthenticationProvider.class);

    private final LdapUserSearch people;
    private final LdapContextSource directoryAddress;
    private final Directory directory;
    private final Roles roles;
    private final SignInThrottle throttle;
    private final KnownBrowsers browsers;
    private final AuditLog auditLog;
    private final Clock clock;

    DirectoryAuthenticationProvider(
            LdapUserSearch people,
            LdapContextSource directoryAddress,
            Directory directory,
            Roles roles,
            SignInThrottle throttle,
            KnownBrowsers browsers,
            AuditLog auditLog,
            Clock clock) {
        this.people = people;
        this.directoryAddress = directoryAddress;
        this.directory = directory;
        this.roles = roles;
        this.throttle = throttle;
        this.browsers = browsers;
        this.auditLog = auditLog;
        this.clock = clock;
        setUserDetailsContextMapper(new ToPerson());
        setUseAuthenticationRequestCredentials(false);
    }

    @Override
    public Authentication authenticate(Authentication asked) {
        var typed = asked.getName() == null ? "" : asked.getName();
        var password = asked.getCredentials() instanceof String text ? text : "";
        try {
            // a bind with an empty password is anonymous, and Active Directory accepts it
            if (typed.isBlank() || password.isEmpty()) {
                throw new SignInRefusedException(SignInProblem.WRONG);
            }
            if (typed.length() > RequestBounds.LONGEST_ACCOUNT || password.length() > RequestBounds.LONGEST_PASSWORD) {
                throw new SignInRefusedException(SignInProblem.WRONG);
            }
            var done = super.authenticate(asked);
            if (done == null || !(done.getPrincipal() instanceof Person person)) {
                throw new SignInRefusedException(SignInProblem.WRONG);
            }
            record(new AuditEvent.SignedIn(person.actor(), addressOf(asked)));
            return done;
        } catch (SignInRefusedException refused) {
            if (refused.problem() != SignInProblem.AUDIT_LOG_UNAVAILABLE) {
                record(new AuditEvent.SignInRefused(
                        Actor.PORTAL,
                        refused.account(),
                        addressOf(asked),
                        refused.problem().name()));
            }
            throw refused;
        }
    }

    @Override
    protected DirContextOperations doAuthentication(UsernamePasswordAuthenticationToken asked) {
        var person = find(asked.getName());
        try {
            return tryToSignIn(asked, person);
        } catch (SignInRefusedException refused) {
            throw person.map(entry -> refused.of(text(entry, "sAMAccountName"))).orElse(refused);
        }
    }

    private Optional<DirContextOperations> find(String typed) {
        try {
            return Optional.of(people.searchForUser(typed));
        } catch (UsernameNotFoundException e) {
            return Optional.empty();
        } catch (InternalAuthenticationServiceException e) {
            throw new SignInRefusedException(SignInProblem.DIRECTORY_UNAVAILABLE);
        }
    }

    private DirContextOperations tryToSignIn(
            UsernamePasswordAuthenticationToken asked, Optional<DirContextOperations> person) {
        var sid = person.map(entry -> text(entry, "objectSid")).orElse(null);
        return switch (throttle.admit(
                new SignInThrottle.Try(asked.getName(), sid, addressOf(asked), isKnown(asked, sid)))) {
            case Admission.Throttled(var wait) -> throw new SignInRefusedException(SignInProblem.THROTTLED, wait);
            case Admission.UsedUp _ -> throw new SignInRefusedException(asNobody(asked));
            case Admission.Admitted admitted -> {
                if (person.isEmpty()) {
                    var problem = asNobody(asked);
                    if (problem == SignInProblem.DIRECTORY_UNAVAILABLE) {
                        throttle.notAsked(admitted);
                    }
                    throw new SignInRefusedException(problem);
                }
                var refused = tryPassword(text(person.get(), "userPrincipalName"), passwordOf(asked));
                if (refused.isEmpty()) {
                    throttle.right(admitted);
                    yield person.get();
                }
                if (refused.get() == SignInProblem.DIRECTORY_UNAVAILABLE) {
                    throttle.notAsked(admitted);
                }
                throw new SignInRefusedException(refused.get());
            }
        };
    }

    private boolean isKnown(UsernamePasswordAuthenticationToken asked, @Nullable String sid) {
        try {
            return sid != null
                    && asked.getDetails() instanceof SignInDetails details
                    && browsers.knows(details.marks(), sid);
        } catch (DataAccessException e) {
            LOG.error("Nobody can sign in: the database does not respond.", e);
            throw new SignInRefusedException(SignInProblem.AUDIT_LOG_UNAVAILABLE);
        }
    }

    /**
     * Tries a name that no account has, so that the answer takes as long as for a real account. Never the name as
     * typed, because a directory accepts several spellings of one account and would count each of them separately. Of
     * the directory's answer only an outage is reported.
     */
    private SignInProblem asNobody(UsernamePasswordAuthenticationToken asked) {
        return tryPassword("nobody-" + UUID.randomUUID(), passwordOf(asked))
                .filter(SignInProblem.DIRECTORY_UNAVAILABLE::equals)
                .orElse(SignInProblem.WRONG);
    }

    private static String passwordOf(UsernamePasswordAuthenticationToken asked) {
        return asked.getCredentials() instanceof String password ? password : "";
    }

    /** Empty if the password is right. */
    private Optional<SignInProblem> tryPassword(String principal, String password) {
        if (password.isEmpty()) {
            return Optional.of(SignInProblem.WRONG);
        }
        try {
            LdapUtils.closeContext(directoryAddress.getContext(principal, password));
            return Optional.empty();
        } catch (AuthenticationException e) {
            var problem = SignInProblem.ofRefusedBind(e.getMessage());
            if (problem == SignInProblem.DIRECTORY_UNAVAILABLE) {
                LOG.warn("The domain controller demands channel binding for simple binds over TLS (80090346).");
            }
            return Optional.of(problem);
        } catch (NamingException e) {
            LOG.warn("Nobody can sign in: {}.", DirectoryTrouble.of(e).sentence());
            return Optional.of(SignInProblem.DIRECTORY_UNAVAILABLE);
        }
    }

    /** Roles from the nested groups of the account that was bound; a person without any role is not signed in. */
    @Override
    protected Collection<? extends GrantedAuthority> loadUserAuthorities(
            DirContextOperations entry, String typed, String password) {
        return switch (directory.person(text(entry, "objectSid"))) {
            case Directory.PersonLookup.Found(var _, var _, var groups) -> {
                var given = roles.of(groups);
                if (given.isEmpty()) {
                    throw new SignInRefusedException(SignInProblem.NO_ROLE).of(text(entry, "sAMAccountName"));
                }
                yield Person.authorities(given);
            }
            case Directory.PersonLookup.Refused _ ->
                throw new SignInRefusedException(SignInProblem.DIRECTORY_UNAVAILABLE);
        };
    }

    private void record(AuditEvent event) {
        try {
            auditLog.recordAlone(event);
        } catch (RuntimeException e) {
            LOG.error("Nobody can sign in: the audit log cannot be written.", e);
            throw new SignInRefusedException(SignInProblem.AUDIT_LOG_UNAVAILABLE);
        }
    }

    private static String addressOf(Authentication asked) {
        return asked.getDetails() instanceof WebAuthenticationDetails details && details.getRemoteAddress() != null
                ? details.getRemoteAddress()
                : "unknown";
    }

    private static String text(DirContextOperations entry, String attribute) {
        var value = entry.getStringAttribute(attribute);
        return value == null ? "" : value;
    }

    /** From here on a person is identified by the directory's data, not by what they typed. */
    private final class ToPerson implements UserDetailsContextMapper {

        @Override
        public UserDetails mapUserFromContext(
                DirContextOperations entry, String typed, Collection<? extends GrantedAuthority> authorities) {
            var actor = new Actor(text(entry, "objectSid"), text(entry, "sAMAccountName"), text(entry, "displayName"));
            var given = java.util.EnumSet.noneOf(Role.class);
            for (var role : Role.values()) {
                if (authorities.containsAll(Person.authorities(Set.of(role)))) {
                    given.add(role);
                }
            }
            return new Person(actor, given, clock.instant());
        }

        @Override
        public void mapUserToContext(UserDetails user, DirContextAdapter context) {
            throw new UnsupportedOperationException("Active Directory is only read");
        }
    }
}
