package io.calmend.directory;

import java.util.OptionalInt;

/** Checks whether what the settings name exists in the directory. Asks again each time; never throws. */
public interface DirectoryContents {

    /** Whether there is such a group; with {@code count}, how many people are in it, including nested groups. */
    Presence group(String distinguishedName, boolean count);

    /** Whether there is such an organisational unit; with {@code count}, how many enabled computers are below it. */
    Presence organisationalUnit(String distinguishedName, boolean count);

    /** Whether {@code user@REALM} is an account that may sign in. */
    Presence account(String principal);

    sealed interface Presence {
        /** @param count at most {@link #MOST}; empty if it was not asked for or could not be determined */
        record Found(OptionalInt count) implements Presence {
            /** For people to read: {@code 12 people}, {@code 1000 or more people}. */
            public String describe(String one, String many) {
                return count.isEmpty()
                        ? "exists"
                        : "exists, " + count.getAsInt() + (count.getAsInt() >= MOST ? " or more " : " ")
                                + (count.getAsInt() == 1 ? one : many);
            }
        }

        record Missing() implements Presence {}

        /** There is such an account, but it is disabled, expired or locked. */
        record NotEnabled() implements Presence {}

        /** @param sentence why it could not be determined */
        record Unknown(String sentence) implements Presence {}

        /** The highest count; more are not counted. */
        int MOST = 1_000;
    }
}
