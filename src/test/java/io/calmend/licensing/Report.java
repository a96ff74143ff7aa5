package io.calmend.licensing;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.Event;
import io.calmend.licensing.ClientStore.Part;
import io.calmend.licensing.ClientStore.View;
import io.calmend.licensing.LicenceDecoding.Decoded;
import io.calmend.licensing.LicenceDecoding.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * One written-down fault, in the fields of {@code src/docs/reports.md}: what the rules of the client may know of it, and
 * what a right diagnosis says. A name that is not on that page is an error.
 */
record Report(String id, FaultReport asked, ClientStore client, boolean tellsOfTheClient, Expected expected) {

    private static final JsonMapper FIELDS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** What a report tells of a person's call, and the rules do not ask for yet. */
    private static final Map<String, Set<String>> NOT_JUDGED = Map.of(
            "purpose", names("fault question report"),
            "symptom", names("refused countdown warned drops slow limited other"));

    /** Which fields each group of {@code observed} has, as the page says. */
    private static final Map<String, Set<String>> GROUPS = groups();

    record Expected(List<String> cause, List<String> first, String owner, List<String> never, List<String> ask) {}

    static List<Report> readAll(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(Report::read)
                    .toList();
        }
    }

    static Report read(Path file) {
        try (var text = Files.newBufferedReader(file)) {
            return of(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
        } catch (IOException | IllegalArgumentException broken) {
            throw new IllegalArgumentException(file.getFileName() + ": " + broken.getMessage(), broken);
        }
    }

    static Report of(Map<String, Object> document) {
        var observed = map(document.get("observed"));
        observed.forEach((group, fields) -> onlyKnown(group, map(fields)));
        var asked = map(observed.get("asked"));
        var client = map(observed.get("client"));
        return new Report(
                String.valueOf(document.get("id")),
                asked(asked),
                client(client),
                !NOT_JUDGED.keySet().containsAll(asked.keySet()) || !client.isEmpty(),
                FIELDS.convertValue(document.get("expect"), Expected.class));
    }

    private static void onlyKnown(String group, Map<String, Object> fields) {
        var known = GROUPS.get(group);
        if (known == null) {
            throw new IllegalArgumentException("no group " + group);
        }
        for (var field : fields.keySet()) {
            if (!known.contains(field)) {
                throw new IllegalArgumentException("no field " + group + "." + field);
            }
        }
    }

    private static FaultReport asked(Map<String, Object> fields) {
        var whole = new HashMap<>(fields);
        NOT_JUDGED.forEach((field, values) -> {
            var value = whole.remove(field);
            if (value != null && !values.contains(value)) {
                throw new IllegalArgumentException("no " + field + " " + value);
            }
        });
        whole.putIfAbsent("recent_change", List.of());
        return FIELDS.convertValue(whole, FaultReport.class);
    }

    private static ClientStore client(Map<String, Object> fields) {
        return new ClientStore(
                (Boolean) fields.get("reachable"),
                (String) fields.get("os"),
                Licences.MACHINE,
                (Boolean) fields.get("store_writable"),
                view(map(fields.get("view64"))),
                view(map(fields.get("view32"))),
                (Integer) fields.get("cleared_days_ago"),
                list(fields.get("events")).stream().map(Report::event).toList(),
                List.of());
    }

    private static View view(Map<String, Object> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        onlyKnown("view", fields);
        var present = fields.get("present");
        var hwid = fields.get("hwid");
        var unknown = EnumSet.noneOf(Part.class);
        if (!Boolean.FALSE.equals(present) && !fields.containsKey("licences")) {
            unknown.add(Part.LICENCES);
        }
        if (hwid == null) {
            unknown.add(Part.HARDWARE_ID);
        }
        var licences = new ArrayList<CachedLicence>();
        for (var licence : list(fields.get("licences"))) {
            licences.add(new CachedLicence("LICENSE%03d".formatted(licences.size()), licence(licence)));
        }
        return new View(
                !Boolean.FALSE.equals(present),
                (Boolean) fields.get("writable_by_users"),
                "present".equals(hwid) ? Licences.HARDWARE : null,
                licences,
                List.of(),
                unknown);
    }

    private static LicenceDecoding licence(Map<String, Object> fields) {
        onlyKnown("licence", fields);
        var issuer = (String) fields.getOrDefault("issuer", "LIC01");
        var days = (Integer) fields.get("days_left");
        return switch ((String) fields.get("state")) {
            case "permanent" -> decoded(issuer, false, Licences.MACHINE, days == null ? 40 : days);
            case "temporary" -> decoded(issuer, true, Licences.MACHINE, days == null ? 40 : days);
            case "expired_temporary" -> decoded(issuer, true, Licences.MACHINE, days == null ? -10 : days);
            case "expired_permanent" -> decoded(issuer, false, Licences.MACHINE, days == null ? -10 : days);
            case "renewal_due" -> decoded(issuer, false, Licences.MACHINE, days == null ? 5 : days);
            case "other_machine" -> decoded(issuer, false, "PC-0007", days == null ? 40 : days);
            case "unreadable" -> new Unreadable("truncated", 900);
            case String state -> throw new IllegalArgumentException("no state " + state);
        };
    }

    private static Decoded decoded(String issuer, boolean temporary, String machine, int daysLeft) {
        return new Decoded(Licences.issuedBy(issuer, temporary, machine, 90 - daysLeft, daysLeft));
    }

    private static Event event(Map<String, Object> fields) {
        onlyKnown("event", fields);
        return new Event(
                Licences.NOW,
                (String) fields.getOrDefault("log", ""),
                (String) fields.getOrDefault("source", ""),
                (Integer) fields.get("id"),
                (String) fields.getOrDefault("detail", ""));
    }

    private static Map<String, Set<String>> groups() {
        var groups = new HashMap<String, Set<String>>();
        groups.put(
                "asked",
                names(Arrays.stream(FaultReport.class.getRecordComponents())
                        .map(component -> component.getName().replaceAll("([A-Z])", "_$1"))
                        .reduce(
                                String.join(" ", NOT_JUDGED.keySet()),
                                (all, one) -> all + " " + one.toLowerCase(Locale.ROOT))));
        groups.put("client", names("reachable os store_writable view64 view32 cleared_days_ago events"));
        groups.put("view", names("present writable_by_users hwid licences"));
        groups.put("licence", names("state days_left issuer"));
        groups.put("event", names("log source id detail"));
        groups.put(
                "session_host",
                names(
                        "os edition role joined entra domain_controller cloud mode mode_source mode_raw servers servers_source"
                                + " servers_odd grace grace_days grace_error grace_key x509 links events sessions"
                                + " distinct_users other_software legacy_values"));
        groups.put(
                "licence_server",
                names("exists reachable os joined same_machine service activated caller_is_admin packs bought"
                        + " temporary_issued issued_to_client group_policy host_in_group in_ad_group prevent_upgrade"
                        + " database peers trust events"));
        return groups;
    }

    private static Set<String> names(String names) {
        return Set.of(names.strip().split(" "));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : new TreeMap<>((Map<String, Object>) value);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object value) {
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }
}
