package io.calmend.remote.script;

import io.calmend.host.Change;
import io.calmend.host.Facet;
import io.calmend.host.Verb;
import io.calmend.host.WindowsService;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryContent;
import io.calmend.registry.RegistryValue;
import io.calmend.vocabulary.Location;
import io.calmend.vocabulary.RegistryPath;
import io.calmend.vocabulary.RegistryView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Cuts changes into lists that each fit one command line, in order. What a change costs depends on its own length and that of
 * one line, never on how many changes there are.
 */
final class CommandCutting {

    /** Fewer bytes than this are not worth a piece of their own at the end of a command. */
    private static final int SMALLEST_PIECE = 300;

    private final List<List<Change>> full = new ArrayList<>();
    /** Keys whose ownership is taken, by view and folded path with a backslash at its end, so that what lies below a key follows it. */
    private final NavigableMap<String, Owned> ownedKeys = new TreeMap<>();

    private final int emptyLine;
    private CommandLine line;
    private int ownerships;

    private record Owned(int number, RegistryChange.TakeOwnership key) {}

    private CommandCutting(List<Facet> facets) {
        emptyLine = HostScript.roomBeside(facets);
        line = new CommandLine(emptyLine);
    }

    /** @see HostScript#commands */
    static Optional<List<List<Change>>> cut(List<Facet> facets, List<Change> changes) {
        var cutting = new CommandCutting(facets);
        for (var change : changes) {
            var fits = switch (change) {
                case Change.Registry(var registry) -> cutting.add(registry);
                case Change.StartService(var service) -> cutting.addService(change, service);
                case Change.StopService(var service) -> cutting.addService(change, service);
            };
            if (!fits) {
                return Optional.empty();
            }
        }
        cutting.closeLine();
        return Optional.of(List.copyOf(cutting.full));
    }

    /** One command line while it is filled. */
    private static final class CommandLine {

        private final List<Change> changes;
        private final Map<Location, Integer> keys;
        private final Set<RegistryChange> owned;
        private int room;

        CommandLine(int room) {
            this(new ArrayList<>(), new HashMap<>(), new HashSet<>(), room);
        }

        private CommandLine(List<Change> changes, Map<Location, Integer> keys, Set<RegistryChange> owned, int room) {
            this.changes = changes;
            this.keys = keys;
            this.owned = owned;
            this.room = room;
        }

        CommandLine copy() {
            return new CommandLine(new ArrayList<>(changes), new HashMap<>(keys), new HashSet<>(owned), room);
        }

        CommandLine with(List<RegistryChange.TakeOwnership> more) {
            if (more.stream().allMatch(owned::contains)) {
                return this;
            }
            var longer = copy();
            more.forEach(longer::add);
            return longer;
        }

        boolean isEmpty() {
            return changes.isEmpty();
        }

        /** How many characters are left behind {@code change}; negative if it is too long. */
        int roomAfter(RegistryChange change) {
            var key = change.location();
            var number = keys.get(key);
            var taken =
                    ScriptArgument.lengthOf(change, number == null ? keys.size() : number) + comma(changes.isEmpty());
            return room - taken - (number == null ? ScriptArgument.lengthOf(key) + comma(keys.isEmpty()) : 0);
        }

        void add(RegistryChange change) {
            if (change instanceof RegistryChange.TakeOwnership && !owned.add(change)) {
                return;
            }
            room = roomAfter(change);
            keys.putIfAbsent(change.location(), keys.size());
            changes.add(new Change.Registry(change));
        }

        int roomAfter(Change change, WindowsService service) {
            return room - ScriptArgument.lengthOf(Verb.of(change), service) - comma(changes.isEmpty());
        }

        void add(Change change, WindowsService service) {
            room = roomAfter(change, service);
            changes.add(change);
        }

        private static int comma(boolean first) {
            return first ? 0 : 1;
        }
    }

    /** What is owned for a time last serves nothing in this line; whatever needs it takes ownership of it in its own. */
    private void closeLine() {
        var changes = line.changes;
        while (!changes.isEmpty() && changes.getLast() instanceof Change.Registry(RegistryChange.TakeOwnership _)) {
            changes.removeLast();
        }
        if (!changes.isEmpty()) {
            full.add(List.copyOf(changes));
        }
        line = new CommandLine(emptyLine);
    }

    /** False if it fits no command line, not even in pieces. */
    private boolean add(RegistryChange change) {
        var fits = change instanceof RegistryChange.DeleteKeys delete ? addNames(delete) : addWhole(change);
        switch (change) {
            case RegistryChange.TakeOwnership take ->
                ownedKeys.putIfAbsent(location(take), new Owned(ownerships++, take));
            // a key that is gone, or that has got the descriptor it shall keep, is not owned again
            case RegistryChange.DeleteKeys delete ->
                delete.names().forEach(name -> below(delete, name).clear());
            case RegistryChange.Secure secure -> ownedKeys.remove(location(secure));
            case RegistryChange.SetValue _,
                    RegistryChange.AppendValue _,
                    RegistryChange.DeleteValue _,
                    RegistryChange.CreateKey _ -> {}
        }
        return fits;
    }

    /** Its name is one of a few: a line of its own always has room for it. */
    private boolean addService(Change change, WindowsService service) {
        if (line.roomAfter(change, service) < 0) {
            closeLine();
        }
        line.add(change, service);
        return true;
    }

    private boolean addWhole(RegistryChange whole) {
        var needed = above(whole);
        var change = whole;
        while (true) {
            var longer = line.with(needed);
            if (longer.roomAfter(change) >= 0) {
                longer.add(change);
                line = longer;
                return true;
            }
            var least = line.isEmpty() ? 3 : SMALLEST_PIECE;
            var cut = cut(longer, change, least);
            if (cut != null) {
                longer.add(cut.first());
                line = longer;
                change = cut.rest();
            } else if (line.isEmpty()) {
                return false;
            }
            closeLine();
        }
    }

    /** As many names to a line as it has room for, each with the owned keys that go with it. */
    private boolean addNames(RegistryChange.DeleteKeys whole) {
        var needed = above(whole);
        var names = whole.names();
        var from = 0;
        while (true) {
            var longer = line.with(needed);
            var length = 0;
            var to = from;
            while (to < names.size()) {
                var name = names.get(to);
                var more = length + ScriptArgument.lengthOfName(whole, name) + (to == from ? 0 : 1);
                var trial = longer.with(sorted(below(whole, name)));
                if (trial.roomAfter(part(whole, List.of())) < more) {
                    break;
                }
                longer = trial;
                length = more;
                to++;
            }
            if (to > from) {
                longer.add(part(whole, names.subList(from, to)));
                line = longer;
                from = to;
            } else if (line.isEmpty()) {
                return names.isEmpty();
            }
            if (from == names.size()) {
                return true;
            }
            closeLine();
        }
    }

    // ---- owned keys

    private static String location(RegistryChange change) {
        return location(change.view(), change.path().value());
    }

    private static String location(RegistryView view, String path) {
        return view.ordinal() + RegistryPath.fold(path) + '\\';
    }

    /** The owned keys that {@code change} lies at or below, in the order in which they were owned for a time. */
    private List<RegistryChange.TakeOwnership> above(RegistryChange change) {
        if (ownedKeys.isEmpty()) {
            return List.of();
        }
        var found = new HashMap<String, Owned>();
        var path = change.path().value();
        for (var end = path.length(); end > 0; end = path.lastIndexOf('\\', end - 1)) {
            var location = location(change.view(), path.substring(0, end));
            var key = ownedKeys.get(location);
            if (key != null) {
                found.put(location, key);
            }
        }
        return sorted(found);
    }

    /** The owned keys that go with {@code name}: a view of {@link #ownedKeys}. */
    private Map<String, Owned> below(RegistryChange.DeleteKeys delete, String name) {
        var first = location(delete.view(), delete.path().child(name).value());
        return ownedKeys.subMap(first, first.substring(0, first.length() - 1) + (char) ('\\' + 1));
    }

    private static List<RegistryChange.TakeOwnership> sorted(Map<String, Owned> keys) {
        return keys.values().stream()
                .sorted(Comparator.comparingInt(Owned::number))
                .map(Owned::key)
                .toList();
    }

    // ---- pieces

    private record Cut(RegistryChange first, RegistryChange rest) {}

    /** @param least how many bytes make a piece worth while */
    private static @Nullable Cut cut(CommandLine line, RegistryChange change, int least) {
        return switch (change) {
            case RegistryChange.SetValue set
            when set.value().data() instanceof RegistryContent.Raw raw -> {
                var bytes = raw.bytes();
                var length = bytesThatFit(line, part(set, raw, new byte[0]));
                yield length < least
                        ? null
                        : new Cut(
                                part(set, raw, Arrays.copyOf(bytes, length)),
                                new RegistryChange.AppendValue(
                                        set.view(),
                                        set.path(),
                                        set.value().name(),
                                        Arrays.copyOfRange(bytes, length, bytes.length)));
            }
            case RegistryChange.AppendValue append -> {
                var bytes = append.bytes();
                var length = bytesThatFit(line, part(append, new byte[0]));
                yield length < least
                        ? null
                        : new Cut(
                                part(append, Arrays.copyOf(bytes, length)),
                                part(append, Arrays.copyOfRange(bytes, length, bytes.length)));
            }
            case RegistryChange.DeleteKeys _,
                    RegistryChange.SetValue _,
                    RegistryChange.DeleteValue _,
                    RegistryChange.CreateKey _,
                    RegistryChange.Secure _,
                    RegistryChange.TakeOwnership _ -> null;
        };
    }

    private static int bytesThatFit(CommandLine line, RegistryChange empty) {
        return line.roomAfter(empty) / 4 * 3;
    }

    private static RegistryChange.SetValue part(RegistryChange.SetValue set, RegistryContent.Raw data, byte[] bytes) {
        return new RegistryChange.SetValue(
                set.view(), set.path(), new RegistryValue(set.value().name(), data.with(bytes)));
    }

    private static RegistryChange.AppendValue part(RegistryChange.AppendValue append, byte[] bytes) {
        return new RegistryChange.AppendValue(append.view(), append.path(), append.name(), bytes);
    }

    private static RegistryChange.DeleteKeys part(RegistryChange.DeleteKeys delete, List<String> names) {
        return new RegistryChange.DeleteKeys(delete.view(), delete.path(), names);
    }
}
