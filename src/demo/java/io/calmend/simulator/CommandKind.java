package io.calmend.simulator;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a command line asks a host to do. */
public enum CommandKind {
    OBSERVE,
    CHANGE,
    PERFORM,
    OTHER;

    private static final Pattern MARK = Pattern.compile("\\$Calmend='(observe|change|perform) \\d+ [a-z ]+'");

    static CommandKind of(String commandLine) {
        var mark = MARK.matcher(commandLine);
        return mark.find() ? valueOf(mark.group(1).toUpperCase(Locale.ROOT)) : OTHER;
    }
}
