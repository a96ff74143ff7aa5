package io.calmend.licensing;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps for Remote Desktop licensing: the group <em>client</em> of {@code src/docs/reports.md}. A field that
 * is null is not known.
 *
 * @param machine the computer name that the client gives itself
 * @param storeWritable whether the program may write the place where it keeps licences, on any platform
 * @param view64 the native view on 32-bit Windows, which has no other
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

    /** Whether it says that it runs Windows Server, as {@code Windows Server 2022 Standard 20348} does. */
    public boolean runsServer() {
        return os != null && os.toLowerCase(Locale.ROOT).contains("windows server");
    }

    /** A client of which nothing is known. */
    public static final ClientStore UNKNOWN =
            new ClientStore(null, null, null, null, null, null, null, List.of(), List.of());

    /**
     * One registry view.
     *
     * @param writableByUsers whether Users may write below the store; null if not known
     * @param unreadable keys and values that could not be read or kept: the path below the hive, a colon and why
     * @param hardwareId the 20 bytes of {@code ClientHWID}, null if absent, of another length or not read
     * @param unknown the parts that nobody could look at, so that their being empty means nothing
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
