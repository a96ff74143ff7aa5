package io.calmend.directory;

import io.calmend.directory.Directory.PersonLookup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Answers from what the directory said within the last two seconds, else asks it. Only for display, so that one
 * screen, or one that is reloaded repeatedly, does not ask the same question many times; never for anything that
 * changes a host.
 */
@Component
public class RecentDirectory {

    static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final int MOST = 2_000;

    private final Directory directory;
    private final Memory<String, PersonLookup> people;
    private final Memory<UUID, String> places;

    public RecentDirectory(Directory directory, Clock clock) {
        this.directory = directory;
        this.people = new Memory<>(clock);
        this.places = new Memory<>(clock);
    }

    public PersonLookup person(String sid) {
        return people.find(sid).orElseGet(() -> personNow(sid));
    }

    /** What the directory says now, which is remembered: whoever decides by it need not be asked about again for what is shown. */
    public PersonLookup personNow(String sid) {
        var found = directory.person(sid);
        people.keep(sid, found);
        return found;
    }

    /** As {@link Directory#places}; those that are not remembered are asked for in one query. */
    public Map<UUID, String> places(Collection<UUID> ids) {
        var known = new HashMap<UUID, String>();
        var unknown = new HashSet<UUID>();
        for (var id : ids) {
            places.find(id).ifPresentOrElse(place -> known.put(id, place), () -> unknown.add(id));
        }
        if (!unknown.isEmpty()) {
            directory.places(unknown).forEach((id, place) -> {
                places.keep(id, place);
                known.put(id, place);
            });
        }
        return known;
    }

    /** Limited in size; the oldest entry comes first. */
    private static final class Memory<K, V> {

        private record Kept<V>(V value, Instant at) {}

        private final Clock clock;
        private final LinkedHashMap<K, Kept<V>> kept = new LinkedHashMap<>();

        private Memory(Clock clock) {
            this.clock = clock;
        }

        private synchronized Optional<V> find(K key) {
            var found = kept.get(key);
            return found == null || !isFresh(found) ? Optional.empty() : Optional.of(found.value());
        }

        private synchronized void keep(K key, V value) {
            kept.putLast(key, new Kept<>(value, clock.instant()));
            // time passes meanwhile: even the entry just stored may be too old
            while (kept.size() > MOST
                    || !kept.isEmpty() && !isFresh(kept.firstEntry().getValue())) {
                kept.pollFirstEntry();
            }
        }

        private boolean isFresh(Kept<V> one) {
            var age = Duration.between(one.at(), clock.instant());
            return !age.isNegative() && age.compareTo(REMEMBERED) < 0;
        }
    }
}
