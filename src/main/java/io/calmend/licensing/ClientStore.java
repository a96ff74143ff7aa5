package io.calmend.licensing;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client stores for Remote Desktop licensing: the group <em>client</em> of {@code src/docs/reports.md}. A null
 * field is unknown.
 *
 * @param machine the client's own name for itself
 * @param storeWritable whether the program may write to the place where it keeps licences, on any platform
 * @param view64 the only view on 32-bit Windows
 * @param clearedDaysAgo days since licences were last cleared from this client
 */
public record ClientStore(
        @Nullable Boolean reachable,
        @Nullable String os,
        @Nullable String machine,
        @Nullable Boolean storeWritable,
        @Nullable View view64,
        @Nullable View view32,
        @Nullable Integer clearedDaysAgo,
        List<Event> events,
        List<String> clientPrograms) {

    public ClientStore {
        events = List.copyOf(events);
        clientPrograms = List.copyOf(clientPrograms);
    }

    /** Whether the operating system is a Windows Server, for example {@code Windows Server 2022 Standard 20348}. */
    public boolean runsServer() {
        return os != null && os.toLowerCase(Locale.ROOT).contains("windows server");
    }

    /** A client of which nothing is known. */
    public static final ClientStore UNKNOWN =
            new ClientStore(null, null, null, null, null, null, null, List.of(), List.of());

    /**
     * One registry view.
     *
     * @param writableByUsers whether the group Users may write below the store; null if not known
     * @param unreadable keys and values that could not be read or stored: the path below the hive, a colon and the
     *     reason
     * @param hardwareId the 20 bytes of {@code ClientHWID}, null if absent, of another length or not read
     * @param unknown the parts that could not be examined, so that an empty list says nothing about them
     */
    public record View(
            boolean present,
            @Nullable Boolean writableByUsers,
            @Nullable HardwareId hardwareId,
            List<CachedLicence> licences,
            List<String> unreadable,
            Set<Part> unknown) {
        public View {
            licences = List.copyOf(licences);
            unreadable = List.copyOf(unreadable);
            unknown = Set.copyOf(unknown);
        }

        boolean knows(Part part) {
            return !unknown.contains(part);
        }
    }

    public enum Part {
        LICENCES,
        HARDWARE_ID
    }

    /** @param key the key's name, for example {@code LICENSE000}; {@code decoding} what its {@code ClientLicense} says */
    public record CachedLicence(String key, LicenceDecoding decoding) {}

    public record Event(Instant at, String log, String source, int id, String detail) {}
}
