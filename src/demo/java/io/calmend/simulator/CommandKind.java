package io.calmend.simulator;

import java.util.regex.Pattern;

/** What a command line asks a host to do. */
public enum CommandKind {
    OBSERVE,
    CHANGE,
    OTHER;

    private static final Pattern MARK = Pattern.compile("\\$Calmend='(observe|change) \\d+'");

    static CommandKind of(String commandLine) {
        var mark = MARK.matcher(commandLine);
        if (!mark.find()) {
            return OTHER;
        }
        return mark.group(1).equals("observe") ? OBSERVE : CHANGE;
    }
}
