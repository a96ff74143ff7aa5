package io.calmend.licensing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Windows client keeps for Remote Desktop licensing: the group <em>client</em> of {@code src/docs/reports.md}.
 * A field that is null is not known.
 *
 * @param view64 the native view on 32-bit Windows
 */
public record ClientStore(
        @Nullable Boolean reachable,
        @Nullable String os,
        @Nullable View view64,
        @Nullable View view32,
        @Nullable Integer clearedDaysAgo,
        List<Event> events,
        List<String> clientPrograms) {

    public ClientStore {
        events = List.copyOf(events);
        clientPrograms = List.copyOf(clientPrograms);
    }

    /**
     * One registry view.
     *
     * @param writableByUsers whether Users may write below the store; null if not known
     * @param unreadable keys that could not be read, by path
     * @param hardwareId the 20 bytes of {@code ClientHWID}, null if absent or not read
     */
    public record View(
            boolean present,
            @Nullable Boolean writableByUsers,
            @Nullable HardwareId hardwareId,
            List<CachedLicence> licences,
            List<String> unreadable) {
        public View {
            licences = List.copyOf(licences);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** @param key the key's name, for example {@code LICENSE000}; {@code decoding} what its {@code ClientLicense} says */
    public record CachedLicence(String key, LicenceDecoding decoding) {}

    public record Event(Instant at, String log, String source, int id, String detail) {}
}
