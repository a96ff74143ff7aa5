package io.calmend.simulator;

import io.calmend.registry.KeyState;
import io.calmend.vocabulary.RegistryView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** One computer of the network, described word by word while the cast is put together; afterwards it does not change. */
final class CastMember {

    static final String DOMAIN = "corp.example";

    private final String name;
    private final String description;
    private String unit = "OU=Workstations";
    private String system = "Windows 11 Enterprise";
    private String build = "22631";
    private boolean sixtyFourBit = true;
    private boolean enabled = true;
    private boolean domainController;
    private boolean licenceServer;
    private boolean answers = true;
    private PortalAccount account = PortalAccount.WORKSTATIONS;
    private List<String> programs = List.of();
    private final List<Event> events = new ArrayList<>();
    private List<Fault> faults = List.of();
    private Function<Instant, Map<RegistryView, KeyState.Present>> registry = _ -> ModelledRegistry.withoutCache();

    /** @param description what is wrong with it, as the directory says it */
    CastMember(String name, String description) {
        this.name = name;
        this.description = description;
    }

    /** What the Remote Desktop client wrote into its log. */
    record Event(int minutesAgo, int id, String detail) {}

    CastMember in(String organisationalUnit, PortalAccount itsAccount) {
        unit = organisationalUnit;
        account = itsAccount;
        return this;
    }

    CastMember runs(String operatingSystem, String itsBuild) {
        system = operatingSystem;
        build = itsBuild;
        return this;
    }

    CastMember thirtyTwoBit() {
        sixtyFourBit = false;
        return runs("Windows 10 Enterprise", "19045");
    }

    CastMember disabled() {
        enabled = false;
        return offline();
    }

    /** Its name leads to where nothing listens. */
    CastMember offline() {
        answers = false;
        return this;
    }

    CastMember domainController() {
        domainController = true;
        return this;
    }

    CastMember licenceServer() {
        licenceServer = true;
        return this;
    }

    CastMember running(String... clientPrograms) {
        programs = List.of(clientPrograms);
        return this;
    }

    CastMember logged(int minutesAgo, int id, String detail) {
        events.add(new Event(minutesAgo, id, detail));
        return this;
    }

    CastMember with(Fault... itsFaults) {
        faults = List.of(itsFaults);
        return this;
    }

    /** @param trees the {@code SOFTWARE} tree of each view, relative to a time */
    CastMember holding(Function<Instant, Map<RegistryView, KeyState.Present>> trees) {
        registry = trees;
        return this;
    }

    String name() {
        return name;
    }

    String dnsName() {
        return name.toLowerCase(Locale.ROOT) + "." + DOMAIN;
    }

    String description() {
        return description;
    }

    String unit() {
        return unit;
    }

    String system() {
        return system;
    }

    String build() {
        return build;
    }

    boolean sixtyFourBit() {
        return sixtyFourBit;
    }

    boolean enabled() {
        return enabled;
    }

    boolean isDomainController() {
        return domainController;
    }

    boolean isLicenceServer() {
        return licenceServer;
    }

    boolean answers() {
        return answers;
    }

    PortalAccount account() {
        return account;
    }

    List<String> programs() {
        return programs;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Fault> faults() {
        return faults;
    }

    Map<RegistryView, KeyState.Present> registryAt(Instant now) {
        return registry.apply(now);
    }
}
