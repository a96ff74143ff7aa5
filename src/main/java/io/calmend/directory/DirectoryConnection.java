package io.calmend.directory;

import io.calmend.vocabulary.Secret;
import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.naming.NameClassPair;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ldap.AuthenticationException;
import org.springframework.ldap.CommunicationException;
import org.springframework.ldap.NameNotFoundException;
import org.springframework.ldap.core.LdapTemplate;
import org.springframework.ldap.core.support.LdapContextSource;
import org.springframework.stereotype.Component;

/**
 * The portal's own connection to the directory: LDAPS with the JVM's trust store and host name verification, read
 * only, with limits on time and on the number of results. Logs once when the directory is lost and once when it is
 * back.
 */
@Component
class DirectoryConnection {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryConnection.class);

    private final LdapTemplate ldap;
    private final DirectorySettings settings;
    private static final String[] NOTHING = {"1.1"};

    /** Domains count rejected passwords for ten minutes or longer, and lock an account after three at the earliest. */
    private static final Duration NOT_AGAIN_FOR = Duration.ofMinutes(5);

    /** A password that the directory rejected, and when, in {@link System#nanoTime()}. */
    private record RejectedPassword(String password, long at) {
        @Override
        public String toString() {
            return "a rejected password";
        }
    }

    private final AtomicReference<@Nullable RejectedPassword> refusal = new AtomicReference<>();
    private final AtomicReference<@Nullable DirectoryTrouble> trouble = new AtomicReference<>();

    /** Whether anything was ever found below the base. */
    private volatile boolean baseKnown;

    DirectoryConnection(LdapContextSource directoryContextSource, DirectorySettings settings) {
        this.settings = settings;
        ldap = new LdapTemplate(directoryContextSource);
        ldap.setIgnorePartialResultException(true);
        ldap.setIgnoreSizeLimitExceededException(true);
    }

    /** Whether there is an entry of that name that matches {@code filter}. */
    boolean exists(DistinguishedName name, String filter) throws Unavailable {
        return !read(name.toLdapName(), filter, NOTHING, 1, SearchControls.OBJECT_SCOPE)
                .isEmpty();
    }

    /** Entries below {@code name} that match {@code filter}, without attributes. */
    List<DirectoryEntry> below(DistinguishedName name, String filter, int limit) throws Unavailable {
        return read(name.toLdapName(), filter, NOTHING, limit, SearchControls.SUBTREE_SCOPE);
    }

    /**
     * Whether {@code password} may be tried. One that was rejected is not tried again for some minutes; otherwise
     * people who try to sign in would lock the portal's own account.
     */
    boolean mayTry(Secret password) {
        var last = refusal.get();
        return last == null
                || !last.password().equals(password.reveal())
                || System.nanoTime() - last.at() > NOT_AGAIN_FOR.toNanos();
    }

    void refused(Secret password) {
        refusal.set(new RejectedPassword(password.reveal(), System.nanoTime()));
    }

    /**
     * Entries below the domain that match {@code filter}, at most {@code limit}, in no order.
     *
     * @param filter with all text from outside escaped
     * @throws Unavailable if the directory does not answer; logged already
     */
    List<DirectoryEntry> search(String filter, String[] attributes, int limit) throws Unavailable {
        if (!settings.configured()) {
            throw lost(DirectoryTrouble.NOT_CONFIGURED, null);
        }
        var base = settings.baseName();
        var entries = read(base, filter, attributes, limit, SearchControls.SUBTREE_SCOPE);
        if (!entries.isEmpty()) {
            baseKnown = true;
        } else if (!baseKnown) {
            // for a base in another domain a controller returns no entry, and no error either
            baseKnown = !read(base, "(objectClass=*)", NOTHING, 1, SearchControls.OBJECT_SCOPE)
                    .isEmpty();
            if (!baseKnown) {
                throw lost(DirectoryTrouble.BASE_UNKNOWN, null);
            }
        }
        found();
        return entries;
    }

    private List<DirectoryEntry> read(LdapName base, String filter, String[] attributes, int limit, int scope)
            throws Unavailable {
        if (!settings.configured()) {
            throw lost(DirectoryTrouble.NOT_CONFIGURED, null);
        }
        var password =
                settings.password() == null ? null : settings.password().read().orElse(null);
        if (password != null && !mayTry(password)) {
            throw lost(DirectoryTrouble.OWN_ACCOUNT_REFUSED, null);
        }
        try {
            try {
                return readOnce(base, filter, attributes, limit, scope);
            } catch (CommunicationException stale) {
                // a pooled connection may have been closed while idle; a read can safely be repeated
                LOG.debug("asking Active Directory again", stale);
                return readOnce(base, filter, attributes, limit, scope);
            }
        } catch (PasswordMissingException e) {
            throw lost(DirectoryTrouble.PASSWORD_MISSING, e);
        } catch (NameNotFoundException e) {
            return List.of();
        } catch (AuthenticationException e) {
            if (password != null) {
                refused(password);
            }
            throw lost(DirectoryTrouble.OWN_ACCOUNT_REFUSED, e);
        } catch (org.springframework.ldap.NamingException e) {
            throw lost(DirectoryTrouble.of(e), e);
        }
    }

    private List<DirectoryEntry> readOnce(LdapName base, String filter, String[] attributes, int limit, int scope) {
        var controls = new SearchControls(
                scope, limit, Math.toIntExact(settings.readTimeout().toMillis()), attributes, false, false);
        var entries = new ArrayList<DirectoryEntry>();
        ldap.search(base, filter, controls, (NameClassPair pair) -> {
            if (pair instanceof SearchResult result && entries.size() < limit) {
                DistinguishedName.read(result.getNameInNamespace())
                        .ifPresent(name -> entries.add(new DirectoryEntry(name, result.getAttributes())));
            }
        });
        return entries;
    }

    private Unavailable lost(DirectoryTrouble why, @Nullable Exception cause) {
        if (trouble.getAndSet(why) != why) {
            LOG.warn("Active Directory cannot be read: {}. {}", sentence(why), firstLine(cause));
        }
        return new Unavailable(why);
    }

    private String sentence(DirectoryTrouble why) {
        return switch (why) {
            case PASSWORD_MISSING -> why.sentence() + " at " + settings.password();
            case BASE_UNKNOWN -> why.sentence() + " (" + settings.base() + ")";
            default -> why.sentence();
        };
    }

    private void found() {
        if (trouble.getAndSet(null) != null) {
            LOG.info("Active Directory can be read again.");
        }
    }

    /** The innermost message, on one line and with unprintable characters made visible: it may come from outside. */
    private static String firstLine(@Nullable Throwable failure) {
        var text = "";
        var cause = failure;
        for (var depth = 0; cause != null && depth < 20; depth++) {
            if (cause.getMessage() != null) {
                text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
            }
            cause = cause.getCause();
        }
        return Texts.cut(Visible.of(text), 300);
    }

    static Map<String, Object> environment(DirectorySettings settings) {
        var environment = new HashMap<String, Object>();
        environment.put(
                "com.sun.jndi.ldap.connect.timeout",
                Long.toString(settings.connectTimeout().toMillis()));
        environment.put(
                "com.sun.jndi.ldap.read.timeout",
                Long.toString(settings.readTimeout().toMillis()));
        environment.put("java.naming.ldap.attributes.binary", "objectGUID objectSid");
        return environment;
    }

    /** The directory did not answer. Caught inside this module and turned into a value. */
    static final class Unavailable extends Exception {
        Unavailable(DirectoryTrouble trouble) {
            super(trouble.sentence(), null, false, false);
        }
    }

    /** The own account's password cannot be read. */
    static final class PasswordMissingException extends org.springframework.ldap.NamingException {
        PasswordMissingException() {
            super(new NamingException(DirectoryTrouble.PASSWORD_MISSING.sentence()));
        }
    }
}
