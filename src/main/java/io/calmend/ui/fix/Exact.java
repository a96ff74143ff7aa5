package io.calmend.ui.fix;

import io.calmend.host.Change;
import io.calmend.registry.RegistryChange;
import io.calmend.registry.RegistryValue;
import io.calmend.ui.parts.Shortened;
import io.calmend.ui.parts.Words;
import io.calmend.vocabulary.Texts;
import java.util.ArrayList;
import java.util.List;

/** Describes a change exactly as it will be sent, for experts: verb, view, key, names, kind and data. */
final class Exact {

    private static final int LONGEST = 400;
    private static final int LONGEST_LINE = 2_000;

    private Exact() {}

    /** The first of {@code changes}, one a line, and how many more there are. */
    static List<String> lines(List<Change> changes) {
        var lines = new ArrayList<String>();
        changes.stream().limit(Shortened.MOST).map(Exact::line).forEach(lines::add);
        if (changes.size() > Shortened.MOST) {
            lines.add(Words.say("ui.more", changes.size() - Shortened.MOST));
        }
        return lines;
    }

    private static String line(Change change) {
        var line = switch (change) {
            case Change.Registry(var registry) -> whole(registry);
            case Change.StartService(var service) -> "%-13s %s".formatted("StartService", service.serviceName());
            case Change.StopService(var service) -> "%-13s %s".formatted("StopService", service.serviceName());
        };
        return line.length() <= LONGEST_LINE
                ? line
                : Words.say("ui.change.cut", Texts.cut(line, LONGEST_LINE), line.length());
    }

    private static String whole(RegistryChange change) {
        return switch (change) {
            case RegistryChange.DeleteValue(var _, var _, var name) -> verb("DeleteValue", change) + " " + quoted(name);
            case RegistryChange.SetValue(var _, var _, var value) ->
                verb("SetValue", change) + " " + quoted(value.name()) + " = " + data(value);
            case RegistryChange.AppendValue(var _, var _, var name, var bytes) ->
                verb("AppendValue", change) + " " + quoted(name) + " + " + bytes.length + " B";
            case RegistryChange.DeleteKeys(var _, var _, var names) ->
                verb("DeleteKeys", change) + " "
                        + String.join(", ", names.stream().map(Exact::quoted).toList());
            case RegistryChange.CreateKey _ -> verb("CreateKey", change);
            case RegistryChange.Secure(var _, var _, var sddl) -> verb("Secure", change) + " " + sddl;
            case RegistryChange.TakeOwnership _ -> verb("TakeOwnership", change);
        };
    }

    private static String verb(String verb, RegistryChange change) {
        return "%-13s %s HKLM\\%s".formatted(verb, change.view().dotNetName(), change.path());
    }

    private static String data(RegistryValue value) {
        var kind = value.data().kindName();
        var data = String.join(" | ", value.data().texts());
        return kind + " " + (data.length() > LONGEST ? data.substring(0, LONGEST) + "… (" + data.length() + ")" : data);
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
