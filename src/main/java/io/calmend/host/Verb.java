package io.calmend.host;

import io.calmend.registry.RegistryChange;
import java.util.Arrays;
import java.util.Optional;

/**
 * The words by which a host is told what to do. Script, simulator and answers switch over them, so that a new one does not
 * compile before all of them know it.
 */
public enum Verb {
    DELETE_VALUE("deleteValue"),
    SET_VALUE("setValue"),
    APPEND_VALUE("appendValue"),
    DELETE_KEYS("deleteKeys"),
    CREATE_KEY("createKey"),
    SECURE("secure"),
    TAKE_OWNERSHIP("takeOwnership"),
    START_SERVICE("startService"),
    STOP_SERVICE("stopService"),
    RESTART_SERVICE("restartService");

    private final String text;

    Verb(String text) {
        this.text = text;
    }

    /** As it travels. */
    public String text() {
        return text;
    }

    public static Verb of(Change change) {
        return switch (change) {
            case Change.Registry(var registry) -> of(registry);
            case Change.StartService _ -> START_SERVICE;
            case Change.StopService _ -> STOP_SERVICE;
        };
    }

    private static Verb of(RegistryChange change) {
        return switch (change) {
            case RegistryChange.DeleteValue _ -> DELETE_VALUE;
            case RegistryChange.SetValue _ -> SET_VALUE;
            case RegistryChange.AppendValue _ -> APPEND_VALUE;
            case RegistryChange.DeleteKeys _ -> DELETE_KEYS;
            case RegistryChange.CreateKey _ -> CREATE_KEY;
            case RegistryChange.Secure _ -> SECURE;
            case RegistryChange.TakeOwnership _ -> TAKE_OWNERSHIP;
        };
    }

    public static Verb of(Action action) {
        return switch (action) {
            case Action.RestartService _ -> RESTART_SERVICE;
        };
    }

    public static Optional<Verb> named(String text) {
        return Arrays.stream(values()).filter(verb -> verb.text.equals(text)).findFirst();
    }
}
