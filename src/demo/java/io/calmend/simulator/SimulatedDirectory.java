package io.calmend.simulator;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import io.calmend.simulator.SimulatedPerson.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The domain corp.example, over LDAPS, in Active Directory's dialect: sign-in by UPN, by {@code CORP\name} and by
 * distinguished name, sub-codes for refusals, lock-out, the in-chain and bit rules, binary SIDs and GUIDs.
 *
 * <p>Its people, all with the password {@code Passw0rd!1}: alice (helpdesk, through two groups), bob (helpdesk, approver),
 * mona (manager), carol (administrator), nora (no rights), jörg.müller (helpdesk), and those who cannot sign in: dave
 * (disabled), mary (must change the password), frank (password expired), erin (account expired), lou (locked), wks (other
 * workstation).
 */
public final class SimulatedDirectory implements AutoCloseable {

    public static final String BASE = "DC=corp,DC=example";
    public static final String SERVICE_ACCOUNT = "svc-calmend@corp.example";
    public static final String PASSWORD = SimulatedPerson.PASSWORD;

    /** After so many wrong passwords an account is locked. */
    public static final int LOCKOUT_THRESHOLD = 5;

    private static final long LOCKOUT_MILLIS = 30 * 60_000L;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Map<String, List<String>> NESTED = Map.of(
            "Calmend-Helpdesk", List.of("Level2"),
            "Level2", List.of("HelpDesk-T1"));
    private static final List<String> GROUPS = List.of(
            "HelpDesk-T1",
            "Level2",
            "Calmend-Helpdesk",
            "Calmend-Approvers",
            "Calmend-Managers",
            "Calmend-Admins",
            "Ops, EMEA (T1) #1");

    private final Clock clock;
    private final List<CastMember> computers;
    private final SSLContext tls;
    private final int port;
    private final Map<String, SimulatedPerson> people = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> changed = new LinkedHashMap<>();
    private final Map<DN, Entry> entries = new LinkedHashMap<>();
    private @Nullable InMemoryDirectoryServer server;

    /** @param port 0 for any */
    SimulatedDirectory(int port, Collection<CastMember> computers, SSLContext tls, Clock clock) {
        this.computers = List.copyOf(computers);
        this.tls = tls;
        this.clock = clock;
        this.port = port == 0 ? freePort() : port;
        reset();
        start();
    }

    public int port() {
        return port;
    }

    /** The distinguished name of a group, person or computer of the cast. */
    public static String groupDn(String name) {
        return new RDN("CN", name) + ",OU=Groups," + BASE;
    }

    /** Back to what it was at the start. */
    public synchronized void reset() {
        people.clear();
        members.clear();
        changed.clear();
        GROUPS.forEach(group -> members.put(group, new LinkedHashSet<>()));
        for (var person : SimulatedPerson.all()) {
            if (person.state == State.LOCKED) {
                lock(person);
            }
            people.put(person.account, person);
            person.groups.forEach(group -> members(group).add(personDn(person)));
        }
        NESTED.forEach((group, inner) -> inner.forEach(name -> members(group).add(groupDn(name))));
        rebuild();
    }

    /** Goes down, as a domain controller does; {@link #start} brings it back. */
    public synchronized void stop() {
        if (server != null) {
            server.shutDown(true);
            server = null;
        }
    }

    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            var config = new InMemoryDirectoryServerConfig(BASE);
            config.setSchema(null);
            config.setGenerateOperationalAttributes(false);
            config.addAdditionalBindCredentials(ActiveDirectoryDialect.SIGNED_IN, ActiveDirectoryDialect.SIGNED_IN);
            config.addInMemoryOperationInterceptor(new ActiveDirectoryDialect(this));
            config.setCustomRootDSEAttributes(List.of(
                    new Attribute("defaultNamingContext", BASE),
                    new Attribute("dnsHostName", "dc1." + CastMember.DOMAIN),
                    new Attribute("supportedLDAPPolicies", "MaxPageSize")));
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPSConfig(
                    "ldaps",
                    InetAddress.ofLiteral("127.0.0.1"),
                    port,
                    tls.getServerSocketFactory(),
                    tls.getSocketFactory()));
            var fresh = new InMemoryDirectoryServer(config);
            server = fresh;
            fill(fresh);
            fresh.startListening();
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- what a test or the demo changes

    public synchronized void addToGroup(String account, String group) {
        members(group).add(personDn(person(account)));
        rebuild();
    }

    public synchronized void removeFromGroup(String account, String group) {
        members(group).remove(personDn(person(account)));
        rebuild();
    }

    public synchronized void disable(String account) {
        person(account).is(State.DISABLED);
        rebuild();
    }

    /** As somebody does who may write to the computer's object: one value in place of all that {@code attribute} had. */
    public synchronized void setOnComputer(String computer, String attribute, String value) {
        changed.computeIfAbsent(computer.toUpperCase(Locale.ROOT), _ -> new LinkedHashMap<>())
                .put(attribute, value);
        rebuild();
    }

    public synchronized void setPassword(String account, String password) {
        person(account).password = password;
    }

    /** How many wrong passwords were tried since the last right one. */
    public synchronized int badPasswords(String account) {
        return person(account).badPasswords;
    }

    // ---- what the dialect asks

    /** What a domain controller says to a name and a password: empty if they are right, else the sub-code. */
    synchronized Optional<String> signIn(String name, String password) {
        var person = findPerson(name);
        if (person == null) {
            return Optional.of("52e");
        }
        if (person.state == State.LOCKED) {
            if (clock.millis() < person.lockedAtMillis + LOCKOUT_MILLIS) {
                return Optional.of(State.LOCKED.subCode());
            }
            person.is(State.FINE);
            person.badPasswords = 0;
        }
        if (!person.password.equals(password)) {
            person.badPasswords++;
            if (person.badPasswords >= LOCKOUT_THRESHOLD && person.state == State.FINE) {
                lock(person);
                rebuild();
            }
            return Optional.of("52e");
        }
        if (person.state != State.FINE) {
            return Optional.of(person.state.subCode());
        }
        person.badPasswords = 0;
        return Optional.empty();
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    synchronized @Nullable Entry entry(DN name) {
        return entries.get(name);
    }

    private void lock(SimulatedPerson person) {
        person.is(State.LOCKED);
        person.badPasswords = LOCKOUT_THRESHOLD;
        person.lockedAtMillis = clock.millis();
    }

    private @Nullable SimulatedPerson findPerson(String name) {
        var at = name.lastIndexOf('@');
        var backslash = name.indexOf('\\');
        if (at > 0) {
            return name.substring(at + 1).equalsIgnoreCase(CastMember.DOMAIN) ? byAccount(name.substring(0, at)) : null;
        }
        if (backslash > 0 && !name.contains("=")) {
            return name.substring(0, backslash).equalsIgnoreCase("CORP")
                    ? byAccount(name.substring(backslash + 1))
                    : null;
        }
        try {
            var dn = new DN(name);
            for (var person : people.values()) {
                if (new DN(personDn(person)).equals(dn)) {
                    return person;
                }
            }
        } catch (LDAPException e) {
            // no distinguished name either: nobody
        }
        return null;
    }

    private @Nullable SimulatedPerson byAccount(String account) {
        return people.get(account.toLowerCase(Locale.ROOT));
    }

    private SimulatedPerson person(String account) {
        var person = byAccount(account);
        if (person == null) {
            throw new IllegalArgumentException("nobody called " + account);
        }
        return person;
    }

    private Set<String> members(String group) {
        var names = members.get(group);
        if (names == null) {
            throw new IllegalArgumentException("no group " + group);
        }
        return names;
    }

    // ---- entries

    private void rebuild() {
        entries.clear();
        put(BASE, 0, "domain", entry -> {
            entry.addAttribute("dc", "corp");
            entry.addAttribute("name", "corp");
            entry.addAttribute("objectSid", WindowsId.sidBytes(WindowsId.domainSid()));
            entry.addAttribute("lockoutThreshold", Integer.toString(LOCKOUT_THRESHOLD));
            entry.addAttribute("lockoutDuration", Long.toString(-LOCKOUT_MILLIS * 10_000));
            entry.addAttribute("lockOutObservationWindow", Long.toString(-LOCKOUT_MILLIS * 10_000));
            entry.addAttribute("maxPwdAge", "-36288000000000");
        });
        var units = new LinkedHashSet<>(List.of(
                "OU=People",
                "OU=Groups",
                "OU=Workstations",
                "OU=Session Hosts",
                "OU=Licence Servers",
                "OU=Domain Controllers"));
        computers.forEach(computer -> units.add(computer.unit()));
        for (var unit : units) {
            put(unit + "," + BASE, 0, "organizationalUnit", _ -> {});
        }
        // everybody's primary group, which no list of members names
        put("CN=Users," + BASE, 0, "container", _ -> {});
        put("CN=Domain Users,CN=Users," + BASE, 513, "group", entry -> {
            entry.addAttribute("sAMAccountName", "Domain Users");
            entry.addAttribute("groupType", "-2147483646");
        });
        int relativeId = 1104;
        for (var name : members.keySet()) {
            addGroup(name, relativeId++);
        }
        relativeId = 1200;
        for (var person : people.values()) {
            addPerson(person, relativeId++);
        }
        relativeId = 1400;
        for (var computer : computers) {
            addComputer(computer, relativeId++);
        }
        var running = server;
        if (running != null) {
            try {
                fill(running);
            } catch (LDAPException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void fill(InMemoryDirectoryServer directory) throws LDAPException {
        // never empty in between: somebody may be searching
        for (var entry : entries.values()) {
            var present = directory.getEntry(entry.getDN());
            if (present == null) {
                directory.add(entry);
                continue;
            }
            var differences = Entry.diff(present, entry, true);
            if (!differences.isEmpty()) {
                directory.modify(entry.getDN(), differences);
            }
        }
    }

    private void addGroup(String name, int relativeId) {
        put(groupDn(name), relativeId, "group", entry -> {
            // a comma may stand in CN, not in sAMAccountName
            entry.addAttribute("sAMAccountName", name.replace(",", ""));
            entry.addAttribute("groupType", "-2147483646");
            var inside = members(name);
            if (!inside.isEmpty()) {
                entry.addAttribute("member", inside);
            }
            addMemberOf(entry, groupDn(name));
        });
    }

    private void addPerson(SimulatedPerson person, int relativeId) {
        put(personDn(person), relativeId, "user", entry -> {
            entry.addAttribute("sAMAccountName", person.account);
            entry.addAttribute("userPrincipalName", person.account + "@" + CastMember.DOMAIN);
            entry.addAttribute("displayName", person.displayName().isEmpty() ? person.account : person.displayName());
            if (!person.firstName.isEmpty()) {
                entry.addAttribute("givenName", person.firstName);
                entry.addAttribute("sn", person.lastName);
                entry.addAttribute("mail", person.account + "@" + CastMember.DOMAIN);
            }
            entry.addAttribute("title", person.title);
            entry.addAttribute("primaryGroupID", "513");
            entry.addAttribute("userAccountControl", person.state == State.DISABLED ? "514" : "512");
            entry.addAttribute(
                    "accountExpires",
                    Long.toString(person.state == State.ACCOUNT_EXPIRED ? 116_444_736_000_000_001L : NEVER));
            entry.addAttribute(
                    "pwdLastSet",
                    switch (person.state) {
                        case MUST_CHANGE -> "0";
                        case PASSWORD_EXPIRED -> "132223104000000000";
                        case FINE, DISABLED, ACCOUNT_EXPIRED, OTHER_WORKSTATION, LOCKED ->
                            Long.toString(fileTime(clock.instant()) - 10L * 24 * 3600 * 10_000_000);
                    });
            if (person.state == State.OTHER_WORKSTATION) {
                entry.addAttribute("userWorkstations", "NOSUCHBOX");
            }
            if (person.state == State.LOCKED) {
                entry.addAttribute("lockoutTime", Long.toString(fileTime(Instant.ofEpochMilli(person.lockedAtMillis))));
            }
            addMemberOf(entry, personDn(person));
        });
    }

    private void addComputer(CastMember computer, int relativeId) {
        put(new RDN("CN", computer.name()) + "," + computer.unit() + "," + BASE, relativeId, "computer", entry -> {
            entry.addAttribute("sAMAccountName", computer.name() + "$");
            entry.addAttribute("dNSHostName", computer.dnsName());
            entry.addAttribute("operatingSystem", computer.system());
            entry.addAttribute("operatingSystemVersion", "10.0 (" + computer.build() + ")");
            entry.addAttribute("description", computer.description());
            entry.addAttribute("primaryGroupID", computer.isDomainController() ? "516" : "515");
            entry.addAttribute(
                    "userAccountControl",
                    computer.isDomainController() ? "532480" : computer.enabled() ? "4096" : "4098");
            entry.addAttribute("servicePrincipalName", "HOST/" + computer.dnsName(), "WSMAN/" + computer.dnsName());
            changed.getOrDefault(computer.name().toUpperCase(Locale.ROOT), Map.of())
                    .forEach(entry::setAttribute);
        });
    }

    private void addMemberOf(Entry entry, String distinguishedName) {
        var groups = new ArrayList<String>();
        members.forEach((group, inside) -> {
            if (inside.contains(distinguishedName)) {
                groups.add(groupDn(group));
            }
        });
        if (!groups.isEmpty()) {
            entry.addAttribute("memberOf", groups);
        }
    }

    private void put(
            String distinguishedName, int relativeId, String kind, java.util.function.Consumer<Entry> attributes) {
        try {
            var dn = new DN(distinguishedName);
            var entry = new Entry(dn);
            entry.addAttribute("objectClass", classes(kind));
            entry.addAttribute("distinguishedName", dn.toString());
            var first = dn.getRDN();
            entry.addAttribute(first.getAttributeNames()[0].toLowerCase(Locale.ROOT), first.getAttributeValues()[0]);
            if (!entry.hasAttribute("name")) {
                entry.addAttribute("name", first.getAttributeValues()[0]);
            }
            var guid = WindowsId.guid(dn.toNormalizedString());
            entry.addAttribute("objectGUID", WindowsId.bytes(guid));
            if (relativeId > 0) {
                entry.addAttribute("objectSid", WindowsId.sidBytes(WindowsId.sid(relativeId)));
            }
            attributes.accept(entry);
            entries.put(dn, entry);
        } catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> classes(String kind) {
        return switch (kind) {
            case "user" -> List.of("top", "person", "organizationalPerson", "user");
            case "computer" -> List.of("top", "person", "organizationalPerson", "user", "computer");
            case "group" -> List.of("top", "group");
            case "domain" -> List.of("top", "domain", "domainDNS");
            default -> List.of("top", kind);
        };
    }

    private static String personDn(SimulatedPerson person) {
        return new RDN("CN", person.commonName()) + ",OU=People," + BASE;
    }

    static long fileTime(Instant at) {
        return (at.toEpochMilli() + 11_644_473_600_000L) * 10_000;
    }

    /** The {@code objectGUID} of a computer of the cast. */
    public UUID computerId(String name) {
        return entries().stream()
                .filter(entry ->
                        name.equalsIgnoreCase(entry.getAttributeValue("cn")) && entry.hasObjectClass("computer"))
                .findFirst()
                .map(entry -> WindowsId.guid(entry.getAttributeValueBytes("objectGUID")))
                .orElseThrow();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
