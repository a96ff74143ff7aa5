package io.calmend.directory;

import io.calmend.directory.DirectoryConnection.Unavailable;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.ldap.support.LdapEncoder;
import org.springframework.stereotype.Service;

/** Looks up people and computers over LDAPS. */
@Service
class LdapDirectory implements Directory {

    private static final int FEWEST_CHARACTERS = 2;
    private static final int MOST_CHARACTERS = 64;
    private static final int MOST_FOUND = 50;
    private static final int MOST_READ = 500;

    /** Keeps a filter well below the length that a domain controller accepts. */
    private static final int MOST_AT_ONCE = 100;

    /** Enough to tell one account from several; the name is ambiguous in any case if there are more. */
    private static final int MOST_OF_ONE_NAME = 10;

    private static final int DISABLED = 0x2;
    /** SERVER_TRUST_ACCOUNT and PARTIAL_SECRETS_ACCOUNT: a domain controller, also a read-only one ([MS-ADTS] 2.2.16). */
    private static final int CONTROLLER = 0x2000 | 0x0400_0000;

    private static final int CONTROLLERS = 516;
    private static final int READ_ONLY_CONTROLLERS = 521;
    private static final long FILE_TIME_OF_1970 = 116_444_736_000_000_000L;

    /** Group managed service accounts have the class computer too, but are not computers. */
    private static final String COMPUTERS = "(objectClass=computer)(!(objectClass=msDS-GroupManagedServiceAccount))";

    private static final String ENABLED_NO_CONTROLLER = "(!(userAccountControl:1.2.840.113556.1.4.803:=2))"
            + "(!(primaryGroupID=" + CONTROLLERS + "))(!(primaryGroupID=" + READ_ONLY_CONTROLLERS + "))";

    private static final String[] ATTRIBUTES = {
        "objectGUID",
        "cn",
        "sAMAccountName",
        "dNSHostName",
        "userAccountControl",
        "primaryGroupID",
        "operatingSystem",
        "description"
    };

    private final DirectoryConnection directory;
    private final PersonSearch people;
    private final DirectorySettings settings;
    private final DnsNames dnsNames;
    private final Clock clock;

    LdapDirectory(DirectoryConnection directory, PersonSearch people, DirectorySettings settings, Clock clock) {
        this.directory = directory;
        this.people = people;
        this.settings = settings;
        this.dnsNames = new DnsNames(directory, settings);
        this.clock = clock;
    }

    @Override
    public ComputerSearch findComputers(String typed, int limit) {
        if (limit < 1 || limit > MOST_FOUND) {
            throw new IllegalArgumentException("limit is 1 to " + MOST_FOUND);
        }
        var text = typed.strip();
        if (text.length() < FEWEST_CHARACTERS
                || text.length() > MOST_CHARACTERS
                || text.chars().anyMatch(Character::isISOControl)) {
            return new ComputerSearch.Found(List.of(), false);
        }
        var escaped = LdapEncoder.filterEncode(text);
        var filter = "(&" + COMPUTERS + ENABLED_NO_CONTROLLER + "(|(cn=" + escaped + "*)(sAMAccountName=" + escaped
                + "*)(dNSHostName=" + escaped + "*)(description=*" + escaped + "*)))";
        try {
            var read = directory.search(filter, ATTRIBUTES, MOST_READ);
            var computers = new ArrayList<FoundComputer>();
            for (var entry : read) {
                if (checked(entry) instanceof HostLookup.Found(var host)) {
                    computers.add(
                            new FoundComputer(host.name(), host.dnsName(), host.operatingSystem(), host.description()));
                }
            }
            var start = text.toLowerCase(Locale.ROOT);
            computers.sort(Comparator.comparing((FoundComputer computer) ->
                            !computer.name().toLowerCase(Locale.ROOT).startsWith(start))
                    .thenComparing(FoundComputer::name, String.CASE_INSENSITIVE_ORDER));
            var more = computers.size() > limit || read.size() >= MOST_READ;
            return new ComputerSearch.Found(List.copyOf(computers.subList(0, Math.min(limit, computers.size()))), more);
        } catch (Unavailable e) {
            return new ComputerSearch.Failed(FailureReason.DIRECTORY_UNAVAILABLE);
        }
    }

    @Override
    public HostLookup host(HostName name) {
        var full = LdapEncoder.filterEncode(name.value());
        var first = LdapEncoder.filterEncode(name.shortName());
        String which;
        if (name.value().equals(name.shortName())) {
            which = "(|(sAMAccountName=" + first + "$)(cn=" + first + ")(dNSHostName=" + first + ".*))";
        } else if (name.value().equals(name.shortName() + "." + settings.domain())) {
            // also finds an account without dNSHostName, so that the person is told that it is missing
            which = "(|(dNSHostName=" + full + ")(&(!(dNSHostName=*))(|(sAMAccountName=" + first + "$)(cn=" + first
                    + "))))";
        } else {
            which = "(dNSHostName=" + full + ")";
        }
        return one("(&" + COMPUTERS + which + ")");
    }

    @Override
    public HostLookup host(UUID objectId) {
        return one("(&" + COMPUTERS + "(objectGUID=" + WindowsIds.inFilter(WindowsIds.bytesOf(objectId)) + "))");
    }

    @Override
    public Map<UUID, String> places(Collection<UUID> objectIds) {
        var places = new HashMap<UUID, String>();
        var ids = objectIds.stream().distinct().toList();
        try {
            for (var from = 0; from < ids.size(); from += MOST_AT_ONCE) {
                var which = ids.subList(from, Math.min(ids.size(), from + MOST_AT_ONCE)).stream()
                        .map(id -> "(objectGUID=" + WindowsIds.inFilter(WindowsIds.bytesOf(id)) + ")")
                        .collect(Collectors.joining());
                for (var entry : directory.search("(&" + COMPUTERS + "(|" + which + "))", ATTRIBUTES, MOST_AT_ONCE)) {
                    if (!isDisabled(entry) && !isController(entry)) {
                        WindowsIds.objectId(entry.bytes("objectGUID"))
                                .ifPresent(id -> places.put(id, entry.name().toString()));
                    }
                }
            }
            return places;
        } catch (Unavailable e) {
            return Map.of();
        }
    }

    private HostLookup one(String filter) {
        try {
            return oneOf(directory.search(filter, ATTRIBUTES, MOST_OF_ONE_NAME));
        } catch (Unavailable e) {
            return new HostLookup.Refused(FailureReason.DIRECTORY_UNAVAILABLE);
        }
    }

    private HostLookup oneOf(List<DirectoryEntry> found) throws Unavailable {
        if (found.isEmpty()) {
            return new HostLookup.Refused(FailureReason.HOST_UNKNOWN);
        }
        // a disabled account left over from a rename or rebuild does not make the name ambiguous
        var living = found.stream().filter(entry -> !isDisabled(entry)).toList();
        if (living.isEmpty()) {
            return new HostLookup.Refused(FailureReason.HOST_DISABLED);
        }
        if (living.size() > 1) {
            return new HostLookup.Refused(FailureReason.HOST_AMBIGUOUS);
        }
        var entry = living.getFirst();
        var passed = checked(entry);
        if (!(passed instanceof HostLookup.Found(var host))) {
            return passed;
        }
        var others = dnsNames.othersCalled(entry, host.dnsName());
        return others.isPresent() ? new HostLookup.Refused(others.get()) : new HostLookup.Found(host);
    }

    /** All checks that an entry must pass to become a managed host. Refuses the entry if an attribute is missing. */
    private HostLookup checked(DirectoryEntry entry) {
        if (isDisabled(entry)) {
            return new HostLookup.Refused(FailureReason.HOST_DISABLED);
        }
        if (isController(entry)) {
            return new HostLookup.Refused(FailureReason.DOMAIN_CONTROLLER);
        }
        if (!(HostName.read(entry.text("dNSHostName")) instanceof HostName.Reading.Accepted(var dnsName))
                || dnsName.value().indexOf('.') < 0) {
            return new HostLookup.Refused(FailureReason.HOST_WITHOUT_DNS_NAME);
        }
        var flaw = dnsNames.shapeOf(entry, dnsName);
        if (flaw.isPresent()) {
            return new HostLookup.Refused(flaw.get());
        }
        var objectId = WindowsIds.objectId(entry.bytes("objectGUID"));
        return objectId.isEmpty()
                ? new HostLookup.Refused(FailureReason.HOST_UNKNOWN)
                : new HostLookup.Found(new ManagedHost(
                        objectId.get(),
                        nameOf(entry),
                        dnsName,
                        entry.name().toString(),
                        entry.text("operatingSystem"),
                        entry.text("description")));
    }

    private static String nameOf(DirectoryEntry entry) {
        var name = entry.text("cn");
        return name.isEmpty() ? entry.text("sAMAccountName").replaceFirst("\\$$", "") : name;
    }

    private static boolean isDisabled(DirectoryEntry entry) {
        return (entry.number("userAccountControl").orElse(DISABLED) & DISABLED) != 0;
    }

    static boolean isController(DirectoryEntry entry) {
        var group = entry.number("primaryGroupID").orElse(0);
        return group == CONTROLLERS
                || group == READ_ONLY_CONTROLLERS
                || (entry.number("userAccountControl").orElse(0) & CONTROLLER) != 0;
    }

    @Override
    public PersonLookup person(String accountOrSid) {
        try {
            var entry = people.find(accountOrSid);
            if (entry.isEmpty()) {
                return new PersonLookup.Refused(FailureReason.PERSON_UNKNOWN);
            }
            var actor = PersonSearch.actor(entry.get());
            if (actor.isEmpty()) {
                return new PersonLookup.Refused(FailureReason.PERSON_UNKNOWN);
            }
            return new PersonLookup.Found(
                    actor.get(), PersonSearch.isEnabled(entry.get(), now()), people.groupsOf(entry.get()));
        } catch (Unavailable e) {
            return new PersonLookup.Refused(FailureReason.DIRECTORY_UNAVAILABLE);
        }
    }

    /** The present time as a Windows file time. */
    private long now() {
        return fileTime(clock);
    }

    static long fileTime(Clock clock) {
        return clock.millis() * 10_000 + FILE_TIME_OF_1970;
    }
}
