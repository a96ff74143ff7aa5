package io.calmend.host;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The services that this product may ever observe, start and stop: this list is the allow-list.
 *
 * <p>They stand so that each comes after those that it needs; whoever stops several goes from the last to the first.
 */
public enum WindowsService {
    /** Remote Desktop Services: takes connections on a session host. */
    REMOTE_DESKTOP("TermService"),
    /** Remote Desktop Services UserMode Port Redirector: printers and drives of the client; runs only beside the one above. */
    PORT_REDIRECTOR("UmRdpService"),
    /** Remote Desktop Licensing: issues CALs on a licence server. */
    LICENSING("TermServLicensing");

    private final String serviceName;

    WindowsService(String serviceName) {
        this.serviceName = serviceName;
    }

    /** Its name for Windows, {@code Win32_Service.Name}. */
    public String serviceName() {
        return serviceName;
    }

    /** The services without which it does not run. */
    public Set<WindowsService> needs() {
        return switch (this) {
            case PORT_REDIRECTOR -> EnumSet.of(REMOTE_DESKTOP);
            case REMOTE_DESKTOP, LICENSING -> EnumSet.noneOf(WindowsService.class);
        };
    }

    /** The services that do not run without this one. */
    public Set<WindowsService> neededBy() {
        var services = EnumSet.noneOf(WindowsService.class);
        for (var other : values()) {
            if (other.needs().contains(this)) {
                services.add(other);
            }
        }
        return services;
    }

    String where() {
        return "Service " + serviceName;
    }

    public static Optional<WindowsService> named(String serviceName) {
        return Arrays.stream(values())
                .filter(service -> service.serviceName.equals(serviceName))
                .findFirst();
    }
}
