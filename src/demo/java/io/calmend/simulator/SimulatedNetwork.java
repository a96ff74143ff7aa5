package io.calmend.simulator;

import io.calmend.host.FacetState;
import io.calmend.host.WindowsService;
import io.calmend.registry.RegistryChange;
import io.calmend.simulator.Certificates.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A Windows network on the loopback of this machine: a domain controller, workstations with one kind of trouble each, session
 * hosts and a licence server. Everything listens on 127.0.0.1; names, certificates and passwords are made at start.
 *
 * <p>In a test: one static network for the class, {@link #settings()} as properties of the portal, {@link #reset()} before each
 * test.
 */
public final class SimulatedNetwork implements AutoCloseable {

    private static final String EVERYTHING = "DX-CLIENT,CL-EXPORT,CL-STORE,CL-ALL,CL-RESTORE";

    /** One for each JVM, since a JVM keeps what it trusted first: all networks in it are signed by the same. */
    private static final Certificates AUTHORITY = new Certificates("Calmend demonstration CA");

    private static final Certificates UNTRUSTED_AUTHORITY = new Certificates("An authority that nobody trusts");

    private final Path directoryOnDisk;
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
    private final Map<String, Identity> identities = new ConcurrentHashMap<>();
    private final @Nullable SimulatedRealm realm;
    private final ExternalRealm kerberos;
    private final WinRmServer winRm;
    private final WinRmServer sealed;
    private final SimulatedDirectory directory;

    private SimulatedNetwork(Path folder, Clock clock, List<CastMember> cast, @Nullable ExternalRealm external) {
        directoryOnDisk = folder.toAbsolutePath();
        for (var member : cast) {
            if (!member.isDomainController()) {
                hosts.put(
                        member.dnsName(),
                        new SimulatedHost(member, member.account().onHost(), clock));
            }
        }
        writeFiles(cast);
        if (external == null) {
            realm = new SimulatedRealm(directoryOnDisk.resolve("kerberos"), hosts.keySet());
            kerberos = new ExternalRealm(realm.krb5Conf(), realm.hostsKeytab());
        } else {
            realm = null;
            kerberos = external;
        }
        var acceptor = new KerberosAcceptor(kerberos.hostsKeytab());
        winRm = WinRmServer.secure(new SwitchableIdentity(this::winRmIdentity), acceptor, this::known);
        sealed = WinRmServer.sealed(acceptor, this::known);
        directory = new SimulatedDirectory(0, cast, ldapsContext(), clock);
    }

    /**
     * Starts the network; its files go below {@code folder}. Where this JVM has no book of names yet, the network's becomes it:
     * then nothing must have looked up a name before.
     *
     * @param clock of the hosts and the directory; licences are relative to it. Certificates follow the machine's own
     */
    public static SimulatedNetwork start(Path folder, Clock clock) {
        return new SimulatedNetwork(created(folder), clock, Cast.members(), null);
    }

    /** As {@link #start(Path, Clock)}, with so many healthy workstations on top: PC-10000, PC-10001, … */
    public static SimulatedNetwork start(Path folder, Clock clock, int moreHosts) {
        var cast = new ArrayList<>(Cast.members());
        cast.addAll(Cast.crowd(moreHosts));
        return new SimulatedNetwork(created(folder), clock, cast, null);
    }

    /** As {@link #start(Path, Clock)}, with another realm than the network's own. */
    public static SimulatedNetwork start(Path folder, Clock clock, ExternalRealm realm) {
        return new SimulatedNetwork(created(folder), clock, Cast.members(), realm);
    }

    /**
     * A realm that somebody else runs.
     *
     * @param hostsKeytab keys of {@code HTTP/} and {@code WSMAN/} for the hosts that take a login by Kerberos
     */
    public record ExternalRealm(Path krb5Conf, Path hostsKeytab) {}

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the portal must be told to find its way in this network, as Spring properties. */
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("calmend.directory.urls", "ldaps://dc1." + CastMember.DOMAIN + ":" + directory.port());
        settings.put("calmend.directory.base", SimulatedDirectory.BASE);
        settings.put("calmend.directory.user", SimulatedDirectory.SERVICE_ACCOUNT);
        settings.put("calmend.directory.password", "file:" + secret("svc-calmend"));
        settings.put("calmend.signin.groups.helpdesk", SimulatedDirectory.groupDn("Calmend-Helpdesk"));
        settings.put("calmend.signin.groups.manager", SimulatedDirectory.groupDn("Calmend-Managers"));
        settings.put("calmend.signin.groups.administrator", SimulatedDirectory.groupDn("Calmend-Admins"));
        settings.put("calmend.remote.port", Integer.toString(winRm.port()));
        settings.put("calmend.remote.sealed-port", Integer.toString(sealed.port()));
        settings.put("calmend.remote.trusted-certificates", authorityFile().toString());
        settings.put("calmend.remote.kerberos-configuration", krb5Conf().toString());
        for (var account : PortalAccount.values()) {
            var tier = "calmend.remote.tiers[" + account.ordinal() + "].";
            settings.put(
                    tier + "name",
                    account.name().charAt(0) + account.name().substring(1).toLowerCase(Locale.ROOT));
            settings.put(tier + "organisational-units[0]", account.unit() + "," + SimulatedDirectory.BASE);
            if (account == PortalAccount.SERVERS && realm != null) {
                settings.put(tier + "account", DomainAccount.SERVERS.principal());
                settings.put(tier + "keytab", "file:" + realm.keytab(DomainAccount.SERVERS));
            } else {
                settings.put(tier + "account", account.user());
                settings.put(tier + "password", "file:" + secret(account.user()));
            }
        }
        rule(settings, 0, "Helpdesk on workstations", "Calmend-Helpdesk", "OU=Workstations", EVERYTHING);
        rule(settings, 1, "Operations check session hosts", "Ops, EMEA (T1) #1", "OU=Session Hosts", "DX-CLIENT");
        rule(
                settings,
                2,
                "Approvers on session hosts, until last year",
                "Calmend-Approvers",
                "OU=Session Hosts",
                EVERYTHING);
        settings.put("calmend.delegation.rules[2].until", "2025-12-31T18:00:00+01:00");
        return settings;
    }

    private static void rule(
            Map<String, String> settings, int number, String name, String group, String unit, String operations) {
        var rule = "calmend.delegation.rules[" + number + "].";
        settings.put(rule + "name", name);
        settings.put(rule + "group", SimulatedDirectory.groupDn(group));
        settings.put(rule + "operations", operations);
        settings.put(rule + "organisational-unit", unit + "," + SimulatedDirectory.BASE);
    }

    /** @param name short or full, in any case: {@code pc-0421} */
    public HostControl host(String name) {
        return simulated(name);
    }

    /** Lets another engine run the commands of a host, until the next {@link #reset()}. */
    public void runOn(String name, CommandEngine engine) {
        simulated(name).runOn(engine);
    }

    /** The model of a host without its wire: nothing is recorded there, and only faults of the model itself strike. */
    public CommandEngine modelOf(String name) {
        return simulated(name).model();
    }

    /** Changes a host's registry behind everybody's back, as a person at the machine would. */
    public void tamper(String name, List<RegistryChange> changes) {
        simulated(name).tamper(changes);
    }

    /** Sets up services of a host, as a person at the machine would. */
    public void runServices(String name, Map<WindowsService, FacetState.ServiceRun> services) {
        simulated(name).runServices(services);
    }

    /** The DNS names of all hosts that have a remote shell. */
    public List<String> hostNames() {
        return List.copyOf(hosts.keySet());
    }

    public SimulatedDirectory directory() {
        return directory;
    }

    public int winRmPort() {
        return winRm.port();
    }

    /** Where the hosts listen without TLS, and take sealed messages only. */
    public int sealedPort() {
        return sealed.port();
    }

    /** For {@code java.security.krb5.conf}, or {@code KRB5_CONFIG} of MIT's programs. */
    public Path krb5Conf() {
        return kerberos.krb5Conf();
    }

    /** The keys of all hosts. */
    public Path hostsKeytab() {
        return kerberos.hostsKeytab();
    }

    /** The network's own key distribution centre. */
    public KdcListener kdc() {
        return own().kdc();
    }

    /** An account of the domain, and what proves it. */
    public record DomainCredentials(String principal, String password, Path keytab) {}

    /** @param name {@code svc-calmend-c}, {@code svc-calmend-s} or {@code svc-calmend-none} */
    public DomainCredentials domainAccount(String name) {
        for (var account : DomainAccount.values()) {
            if (account.user().equals(name)) {
                return new DomainCredentials(account.principal(), account.password(), own().keytab(account));
            }
        }
        throw new IllegalArgumentException("no domain account called " + name);
    }

    private SimulatedRealm own() {
        if (realm == null) {
            throw new IllegalStateException("the realm is not the network's own");
        }
        return realm;
    }

    /** What the hosts were asked since the start, or since {@link #resetTraffic()}. */
    public Traffic traffic() {
        return winRm.traffic().plus(sealed.traffic());
    }

    /** The part of {@link #traffic()} that came as sealed messages. */
    public Traffic sealedTraffic() {
        return sealed.traffic();
    }

    /** How far away all hosts are: each connection, TLS handshake and request takes so much longer. */
    public void roundTrip(Duration duration) {
        winRm.roundTrip(duration);
        sealed.roundTrip(duration);
    }

    public void resetTraffic() {
        winRm.resetTraffic();
        sealed.resetTraffic();
    }

    /** The certificate of the network's authority, PEM. */
    public Path authorityFile() {
        return directoryOnDisk.resolve("ca.pem");
    }

    /** The network's names, for {@code -Djdk.net.hosts.file} of another JVM. */
    public Path namesFile() {
        return directoryOnDisk.resolve("hosts");
    }

    /** Everything back to what it was at the start: registries, faults, records, people, the key distribution centre. */
    public void reset() {
        hosts.values().forEach(SimulatedHost::reset);
        directory.reset();
        directory.start();
        if (realm != null) {
            realm.kdc().reset();
        }
    }

    @Override
    public void close() {
        hosts.values().forEach(SimulatedHost::release);
        winRm.close();
        sealed.close();
        directory.close();
        if (realm != null) {
            realm.close();
        }
    }

    private @Nullable SimulatedHost known(String name) {
        return hosts.get(name.toLowerCase(Locale.ROOT));
    }

    private SimulatedHost simulated(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        var host = hosts.get(lower.contains(".") ? lower : lower + "." + CastMember.DOMAIN);
        if (host == null) {
            throw new IllegalArgumentException("no host called " + name);
        }
        return host;
    }

    private void writeFiles(List<CastMember> cast) {
        try {
            AUTHORITY.writeRoot(authorityFile());
            Files.createDirectories(secret("x").getParent());
            Files.writeString(secret("svc-calmend"), SimulatedDirectory.PASSWORD);
            for (var account : PortalAccount.values()) {
                Files.writeString(secret(account.user()), account.password());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Names.write(
                namesFile(),
                cast.stream()
                        .filter(CastMember::answers)
                        .map(CastMember::dnsName)
                        .toList(),
                cast.stream()
                        .filter(member -> !member.answers())
                        .map(CastMember::dnsName)
                        .toList());
        if (System.getProperty(Names.PROPERTY) == null) {
            System.setProperty(Names.PROPERTY, namesFile().toString());
        }
    }

    private Path secret(String account) {
        return directoryOnDisk.resolve("secrets").resolve(account);
    }

    private @Nullable Identity winRmIdentity(String name) {
        var host = hosts.get(name);
        if (host == null) {
            // a client that names nobody is shown some host's
            return name.isEmpty() ? identity("pc-0422." + CastMember.DOMAIN) : null;
        }
        return switch (host.wrongCertificate()) {
            case null -> identity(name);
            case OF_ANOTHER_HOST -> identity("rdsh02." + CastMember.DOMAIN);
            case EXPIRED -> identities.computeIfAbsent("expired " + name, _ -> AUTHORITY.expired(name));
            case UNTRUSTED -> identities.computeIfAbsent("untrusted " + name, _ -> UNTRUSTED_AUTHORITY.server(name));
        };
    }

    private Identity identity(String name) {
        return identities.computeIfAbsent(name, AUTHORITY::server);
    }

    private SSLContext ldapsContext() {
        var controller = "dc1." + CastMember.DOMAIN;
        var identity = AUTHORITY.server(controller, CastMember.DOMAIN);
        return new SwitchableIdentity(name -> name.isEmpty() || name.equals(controller) ? identity : null).newContext();
    }
}
