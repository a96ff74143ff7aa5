package io.calmend.host;

import java.util.Arrays;
import java.util.Optional;

/** How a service is started: {@code Win32_Service.StartMode} (Microsoft Learn, Win32_Service class). */
public enum StartMode {
    BOOT("Boot"),
    SYSTEM("System"),
    AUTOMATIC("Auto"),
    MANUAL("Manual"),
    /** It cannot be started. */
    DISABLED("Disabled"),
    /** There is no such service on this computer. */
    NONE("");

    private final String text;

    StartMode(String text) {
        this.text = text;
    }

    /** As Windows names it; empty where there is no such service. */
    public String text() {
        return text;
    }

    public boolean isInstalled() {
        return this != NONE;
    }

    public static Optional<StartMode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text.equals(text)).findFirst();
    }
}
