package io.calmend.host;

import java.util.Arrays;
import java.util.Optional;

/** Whether a service runs: {@code Win32_Service.State} (Microsoft Learn, Win32_Service class). */
public enum ServiceStatus {
    RUNNING("Running"),
    STOPPED("Stopped"),
    START_PENDING("Start Pending"),
    STOP_PENDING("Stop Pending"),
    CONTINUE_PENDING("Continue Pending"),
    PAUSE_PENDING("Pause Pending"),
    PAUSED("Paused"),
    UNKNOWN("Unknown"),
    /** There is no such service on this computer. */
    NOT_INSTALLED("");

    private final String text;

    ServiceStatus(String text) {
        this.text = text;
    }

    /** As Windows names it; empty where there is no such service. */
    public String text() {
        return text;
    }

    /** Whether a service can be brought back to it: one on its way to another status, or paused, cannot. */
    public boolean isSettled() {
        return switch (this) {
            case RUNNING, STOPPED, NOT_INSTALLED -> true;
            case START_PENDING, STOP_PENDING, CONTINUE_PENDING, PAUSE_PENDING, PAUSED, UNKNOWN -> false;
        };
    }

    public boolean isInstalled() {
        return this != NOT_INSTALLED;
    }

    public static Optional<ServiceStatus> of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text.equals(text))
                .findFirst();
    }
}
