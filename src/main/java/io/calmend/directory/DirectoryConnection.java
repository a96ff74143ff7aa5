package io.calmend.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.naming.NameClassPair;
import javax.naming.NamingException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ldap.CommunicationException;
import org.springframework.ldap.NameNotFoundException;
import org.springframework.ldap.core.LdapTemplate;
import org.springframework.ldap.core.support.LdapContextSource;
import org.springframework.stereotype.Component;

/**
 * The portal's own connection to the directory: LDAPS with the JVM's trust store and the name in the certificate checked,
 * read only, bounded in time and number of answers. Logs once when the directory is lost, and once when it is back.
 */
@Component
class DirectoryConnection {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryConnection.class);

    private final LdapTemplate ldap;
    private final DirectorySettings settings;
    private final AtomicReference<@Nullable DirectoryTrouble> trouble = new AtomicReference<>();

    /** Whether anything was ever found below the base. */
    private volatile boolean baseKnown;

    DirectoryConnection(LdapContextSource directoryContextSource, DirectorySettings settings) {
        this.settings = settings;
        ldap = new LdapTemplate(directoryContextSource);
        ldap.setIgnorePartialResultException(true);
        ldap.setIgnoreSizeLimitExceededException(true);
    }

    /**
     * Entries below the domain that match {@code filter}, at most {@code limit}, in no order.
     *
     * @param filter with every text from outside escaped
     * @throws Unavailable if the directory gives no answer; logged already
     */
    List<Entry> search(String filter, String[] attributes, int limit) throws Unavailable {
        if (!settings.configured()) {
            throw lost(DirectoryTrouble.NOT_CONFIGURED, null);
        }
        try {
            List<Entry> entries;
            try {
                entries = searchOnce(filter, attributes, limit);
            } catch (CommunicationException stale) {
                // a pooled connection may have been cut while it lay idle; a read is safe to ask again
                LOG.debug("asking the directory again", stale);
                entries = searchOnce(filter, attributes, limit);
            }
            if (!entries.isEmpty()) {
                baseKnown = true;
            } else if (!baseKnown && !baseExists()) {
                throw lost(DirectoryTrouble.BASE_UNKNOWN, null);
            }
            found();
            return entries;
        } catch (PasswordMissingException e) {
            throw lost(DirectoryTrouble.PASSWORD_MISSING, e);
        } catch (NameNotFoundException e) {
            throw lost(DirectoryTrouble.BASE_UNKNOWN, e);
        } catch (org.springframework.ldap.NamingException e) {
            throw lost(DirectoryTrouble.of(e), e);
        }
    }

    /** Of a base in another domain a controller says nothing: no entry, and no error. */
    private boolean baseExists() {
        baseKnown = !searchOnce("(objectClass=*)", new String[] {"1.1"}, 1, SearchControls.OBJECT_SCOPE)
                .isEmpty();
        return baseKnown;
    }

    private List<Entry> searchOnce(String filter, String[] attributes, int limit) {
        return searchOnce(filter, attributes, limit, SearchControls.SUBTREE_SCOPE);
    }

    private List<Entry> searchOnce(String filter, String[] attributes, int limit, int scope) {
        var controls = new SearchControls(
                scope, limit, Math.toIntExact(settings.readTimeout().toMillis()), attributes, false, false);
        var entries = new ArrayList<Entry>();
        ldap.search(settings.baseName(), filter, controls, (NameClassPair pair) -> {
            if (pair instanceof SearchResult result && entries.size() < limit) {
                DistinguishedName.read(result.getNameInNamespace())
                        .ifPresent(name -> entries.add(new Entry(name, result.getAttributes())));
            }
        });
        return entries;
    }

    private Unavailable lost(DirectoryTrouble why, @Nullable Exception cause) {
        if (trouble.getAndSet(why) != why) {
            LOG.warn("The directory cannot be read: {}. {}", why.sentence(), firstLine(cause));
        }
        return new Unavailable(why);
    }

    private void found() {
        if (trouble.getAndSet(null) != null) {
            LOG.info("The directory can be read again.");
        }
    }

    /** The innermost message, on one line and without control characters: it may come from outside. */
    private static String firstLine(@Nullable Throwable failure) {
        var text = "";
        var cause = failure;
        for (var depth = 0; cause != null && depth < 20; depth++) {
            if (cause.getMessage() != null) {
                text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
            }
            cause = cause.getCause();
        }
        text = text.replaceAll("\\p{C}", " ");
        return text.length() > 300 ? text.substring(0, 300) : text;
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

    /** The directory gave no answer. Ends inside this room, as a value. */
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
