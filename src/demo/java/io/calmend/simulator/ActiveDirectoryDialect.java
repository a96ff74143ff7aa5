package io.calmend.simulator;

import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedAddRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedDeleteRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyDNRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedModifyRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchEntry;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSearchRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes an in-memory LDAP server answer as a domain controller does (MS-ADTS 3.1.1.3, 5.1.1). */
final class ActiveDirectoryDialect extends InMemoryOperationInterceptor {

    /** The one identity that the in-memory server itself knows; whose password was right is this one from there on. */
    static final String SIGNED_IN = "CN=signed in";

    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";
    private static final String BIT_AND = "1.2.840.113556.1.4.803";
    private static final String BIT_OR = "1.2.840.113556.1.4.804";
    private static final Set<String> BINARY = Set.of("objectsid", "objectguid", "tokengroups");
    private static final Set<String> NAMES = Set.of("member", "memberof", "distinguishedname", "manager");

    private final SimulatedDirectory directory;
    private final Set<Long> signedIn = ConcurrentHashMap.newKeySet();

    ActiveDirectoryDialect(SimulatedDirectory directory) {
        this.directory = directory;
    }

    // ---- sign-in

    @Override
    public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
        signedIn.remove(request.getConnectionID());
        var name = request.getRequest().getBindDN();
        var password = request.getRequest().getPassword().stringValue();
        if (password.isEmpty() || name.isEmpty()) {
            // a name without a password is nobody, and that succeeds (RFC 4513 5.1.2)
            request.setRequest(new SimpleBindRequest("", ""));
            return;
        }
        var refusal = directory.signIn(name, password);
        if (refusal.isPresent()) {
            throw new LDAPException(
                    ResultCode.INVALID_CREDENTIALS,
                    "80090308: LdapErr: DSID-0C090449, comment: AcceptSecurityContext error, data " + refusal.get()
                            + ", v4563\0");
        }
        request.setRequest(new SimpleBindRequest(SIGNED_IN, SIGNED_IN));
    }

    @Override
    public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult result) {
        if (result.getResult().getResultCode() == ResultCode.SUCCESS
                && !result.getRequest().getBindDN().isEmpty()) {
            signedIn.add(result.getConnectionID());
        }
    }

    // ---- nobody writes over the wire

    @Override
    public void processAddRequest(InMemoryInterceptedAddRequest request) throws LDAPException {
        throw readOnly();
    }

    @Override
    public void processModifyRequest(InMemoryInterceptedModifyRequest request) throws LDAPException {
        throw readOnly();
    }

    @Override
    public void processModifyDNRequest(InMemoryInterceptedModifyDNRequest request) throws LDAPException {
        throw readOnly();
    }

    @Override
    public void processDeleteRequest(InMemoryInterceptedDeleteRequest request) throws LDAPException {
        throw readOnly();
    }

    private static LDAPException readOnly() {
        return new LDAPException(
                ResultCode.INSUFFICIENT_ACCESS_RIGHTS,
                "00000005: SecErr: DSID-03152E29, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0\n\0");
    }

    // ---- search

    @Override
    public void processSearchRequest(InMemoryInterceptedSearchRequest request) throws LDAPException {
        var search = request.getRequest();
        if (search.getBaseDN().isEmpty() && search.getScope() == SearchScope.BASE) {
            return;
        }
        if (!signedIn.contains(request.getConnectionID())) {
            throw new LDAPException(
                    ResultCode.OPERATIONS_ERROR,
                    "000004DC: LdapErr: DSID-0C090A5C, comment: In order to perform this operation a successful bind must"
                            + " be completed on the connection., data 0, v4563\0");
        }
        var base = base(search.getBaseDN());
        if (directory.entry(base) == null) {
            throw new LDAPException(
                    ResultCode.NO_SUCH_OBJECT,
                    "0000208D: NameErr: DSID-0310028D, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'"
                            + SimulatedDirectory.BASE + "'\n\0");
        }
        // the in-memory server knows neither the rules nor the types: what matches is decided here
        var found = directory.entries().stream()
                .filter(entry -> matches(entry, search.getFilter()))
                .map(entry -> Filter.createEqualityFilter("distinguishedName", entry.getDN()))
                .toList();
        var fresh = new SearchRequest(
                base.toString(),
                search.getScope(),
                search.getDereferencePolicy(),
                search.getSizeLimit(),
                search.getTimeLimitSeconds(),
                search.typesOnly(),
                found.isEmpty()
                        ? Filter.createEqualityFilter("distinguishedName", "none")
                        : Filter.createORFilter(found),
                search.getAttributeList().toArray(String[]::new));
        fresh.setControls(search.getControls());
        request.setRequest(fresh);
        if (base.equals(new DN(SimulatedDirectory.BASE)) && search.getScope() == SearchScope.SUB) {
            request.sendSearchReference(new SearchResultReference(
                    new String[] {"ldap://ForestDnsZones.corp.example/DC=ForestDnsZones," + SimulatedDirectory.BASE},
                    null));
        }
    }

    /** {@code <SID=…>} and {@code <GUID=…>} are names too. */
    private DN base(String text) throws LDAPException {
        if (text.startsWith("<SID=") && text.endsWith(">")) {
            var sid = text.substring(5, text.length() - 1);
            return only(
                    "objectSid",
                    sid.startsWith("S-")
                            ? WindowsId.sidBytes(sid)
                            : java.util.HexFormat.of().parseHex(sid));
        }
        if (text.startsWith("<GUID=") && text.endsWith(">")) {
            return only("objectGUID", WindowsId.bytes(UUID.fromString(text.substring(6, text.length() - 1))));
        }
        return new DN(text);
    }

    private DN only(String attribute, byte[] value) throws LDAPException {
        for (var entry : directory.entries()) {
            if (entry.hasAttributeValue(attribute, value)) {
                return entry.getParsedDN();
            }
        }
        return new DN("CN=nobody");
    }

    @Override
    public void processSearchEntry(InMemoryInterceptedSearchEntry result) {
        if (result.getRequest().getScope() != SearchScope.BASE
                || result.getRequest().getAttributeList().stream().noneMatch("tokenGroups"::equalsIgnoreCase)) {
            return;
        }
        var entry = result.getSearchEntry().duplicate();
        var groups = new LinkedHashSet<DN>();
        chain(List.of(entry.getDN()), "memberOf", groups);
        for (var group : groups) {
            var known = directory.entry(group);
            if (known != null) {
                entry.addAttribute("tokenGroups", known.getAttributeValueBytes("objectSid"));
            }
        }
        result.setSearchEntry(entry);
    }

    // ---- filters

    private boolean matches(Entry entry, Filter filter) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Arrays.stream(filter.getComponents()).allMatch(part -> matches(entry, part));
            case Filter.FILTER_TYPE_OR -> Arrays.stream(filter.getComponents()).anyMatch(part -> matches(entry, part));
            case Filter.FILTER_TYPE_NOT -> !matches(entry, filter.getNOTComponent());
            case Filter.FILTER_TYPE_EQUALITY -> equal(entry, filter);
            case Filter.FILTER_TYPE_GREATER_OR_EQUAL, Filter.FILTER_TYPE_LESS_OR_EQUAL -> ordered(entry, filter);
            case Filter.FILTER_TYPE_EXTENSIBLE_MATCH -> extensible(entry, filter);
            default -> standard(entry, filter);
        };
    }

    private static boolean standard(Entry entry, Filter filter) {
        try {
            return filter.matchesEntry(entry);
        } catch (LDAPException e) {
            return false;
        }
    }

    private static boolean equal(Entry entry, Filter filter) {
        var attribute = filter.getAttributeName().toLowerCase(Locale.ROOT);
        if (BINARY.contains(attribute)) {
            var asked = filter.getAssertionValueBytes();
            var text = filter.getAssertionValue();
            if (attribute.equals("objectsid") && text.startsWith("S-1-")) {
                try {
                    asked = WindowsId.sidBytes(text);
                } catch (IllegalArgumentException e) {
                    return false;
                }
            }
            for (var value : valuesBytes(entry, attribute)) {
                if (Arrays.equals(value, asked)) {
                    return true;
                }
            }
            return false;
        }
        if (NAMES.contains(attribute)) {
            var asked = name(filter.getAssertionValue());
            return asked != null && names(entry, attribute).contains(asked);
        }
        return standard(entry, filter);
    }

    private static boolean ordered(Entry entry, Filter filter) {
        var value = entry.getAttributeValue(filter.getAttributeName());
        if (value == null) {
            return false;
        }
        try {
            var order = Long.compare(Long.parseLong(value), Long.parseLong(filter.getAssertionValue()));
            return filter.getFilterType() == Filter.FILTER_TYPE_GREATER_OR_EQUAL ? order >= 0 : order <= 0;
        } catch (NumberFormatException e) {
            return standard(entry, filter);
        }
    }

    private boolean extensible(Entry entry, Filter filter) {
        var attribute = filter.getAttributeName();
        var rule = filter.getMatchingRuleID();
        if (attribute == null || rule == null) {
            return false;
        }
        return switch (rule) {
            case BIT_AND -> (bits(entry, attribute) & asked(filter)) == asked(filter);
            case BIT_OR -> (bits(entry, attribute) & asked(filter)) != 0;
            case IN_CHAIN -> {
                var asked = name(filter.getAssertionValue());
                if (asked == null) {
                    yield false;
                }
                var reached = new LinkedHashSet<DN>();
                chain(List.of(entry.getDN()), attribute, reached);
                yield reached.contains(asked);
            }
            default -> false;
        };
    }

    private static long bits(Entry entry, String attribute) {
        var value = entry.getAttributeValueAsLong(attribute);
        return value == null ? 0 : value;
    }

    private static long asked(Filter filter) {
        try {
            return Long.parseLong(filter.getAssertionValue());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Everything that {@code attribute} leads to, over any number of entries, each once. */
    private void chain(List<String> start, String attribute, Set<DN> reached) {
        var open = new ArrayDeque<DN>();
        for (var one : start) {
            var dn = name(one);
            if (dn != null) {
                open.add(dn);
            }
        }
        while (!open.isEmpty()) {
            var entry = directory.entry(open.remove());
            if (entry == null) {
                continue;
            }
            for (var next : names(entry, attribute)) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
    }

    private static Set<DN> names(Entry entry, String attribute) {
        var names = new HashSet<DN>();
        var values = entry.getAttributeValues(attribute);
        if (values != null) {
            for (var value : values) {
                var dn = name(value);
                if (dn != null) {
                    names.add(dn);
                }
            }
        }
        return names;
    }

    private static List<byte[]> valuesBytes(Entry entry, String attribute) {
        var values = entry.getAttributeValueByteArrays(attribute);
        return values == null ? List.of() : List.of(values);
    }

    private static @Nullable DN name(String text) {
        try {
            return new DN(text);
        } catch (LDAPException e) {
            return null;
        }
    }
}
