package io.calmend.remote.doctor;

import io.calmend.directory.Directory;
import io.calmend.directory.DistinguishedName;
import io.calmend.health.AllChecks;
import io.calmend.health.HealthCheck;
import io.calmend.health.HealthCommand;
import io.calmend.health.KnownSettings;
import io.calmend.remote.accounts.KerberosConfiguration;
import io.calmend.remote.accounts.RemoteSettings;
import io.calmend.remote.gateway.Transports;
import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.wsman.HostCheck;
import io.calmend.vocabulary.FailureReason;
import io.calmend.vocabulary.HostName;
import io.calmend.vocabulary.UnusableSettingException;
import io.calmend.vocabulary.VisibleOutput;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.NamedInterface;

/**
 * The command {@code check}: without options it checks all settings; {@code check --host NAME [--tier NAME] [--idle
 * SECONDS]} tests the connection to one real host. It uses the portal's configuration, can run while the portal does,
 * and starts no portal.
 */
@NamedInterface("command-line")
public final class CheckCommand {

    private static final String USAGE = "check, or check --host NAME [--tier NAME] [--idle SECONDS]";

    /** Log settings that keep other output out of the report, and the report out of the running portal's log. */
    private static final String[] QUIET = {
        "--logging.threshold.console=OFF", "--logging.file.name=", "--logging.file.path="
    };

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(10);

    private CheckCommand() {}

    /**
     * The settings of hosts, and the directory. Not annotated as a configuration, so that the portal's component scan
     * does not find it.
     */
    @EnableConfigurationProperties(RemoteSettings.class)
    @ConfigurationPropertiesScan("io.calmend.directory")
    @ComponentScan("io.calmend.directory")
    static class ForAHost {}

    /** All settings, the checks of all modules, and what those need. */
    @ConfigurationPropertiesScan("io.calmend")
    @EnableConfigurationProperties(DataSourceProperties.class)
    @ImportAutoConfiguration(SslAutoConfiguration.class)
    @ComponentScan("io.calmend.directory")
    @ComponentScan(
            basePackages = "io.calmend",
            useDefaultFilters = false,
            includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = HealthCheck.class))
    @Import({KnownSettings.class, KerberosConfiguration.class, AllChecks.class})
    static class ForEverything {}

    private record Arguments(HostName host, @Nullable String tier, Duration idle) {}

    /**
     * @param arguments those after {@code check}
     * @return 0 if everything, or the connection to the host, is in order; 1 if not; 2 if the command was mistyped,
     *     the settings cannot be read, or they have no account for the host
     */
    public static int run(List<String> arguments, PrintStream output, Clock clock) {
        var out = new VisibleOutput(output);
        if (arguments.isEmpty()) {
            return everything(out, clock);
        }
        Arguments asked;
        try {
            asked = read(arguments);
        } catch (IllegalArgumentException mistyped) {
            out.println(mistyped.getMessage());
            return 2;
        }
        try (var context = open(ForAHost.class, clock)) {
            return run(asked, context.getBean(RemoteSettings.class), context.getBean(Directory.class), out, clock);
        } catch (BeansException | BindException | IllegalStateException unusable) {
            // a file that the settings name is unusable, or Java was started with wrong options
            reason(unusable).lines().forEach(out::println);
            return 2;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static int everything(PrintStream out, Clock clock) {
        try (var context = open(ForEverything.class, clock)) {
            return HealthCommand.run(context.getBean(AllChecks.class), out);
        } catch (RuntimeException unusable) {
            reason(unusable).lines().forEach(out::println);
            return 2;
        }
    }

    private static ConfigurableApplicationContext open(Class<?> parts, Clock clock) {
        return new SpringApplicationBuilder(parts)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(context -> context.getBeanFactory().registerSingleton("clock", clock))
                .run(QUIET);
    }

    /** The innermost cause says what is wrong; Spring's exceptions around it would repeat values of the settings. */
    private static String reason(RuntimeException unusable) {
        Throwable innermost = unusable;
        var setting = "";
        while (true) {
            if (innermost instanceof UnusableSettingException said) {
                return String.valueOf(said.getMessage());
            }
            if (innermost instanceof BindException unbound) {
                setting = unbound.getName() + ": ";
            }
            if (innermost.getCause() == null) {
                break;
            }
            innermost = innermost.getCause();
        }
        var said = String.valueOf(innermost.getMessage());
        return said.startsWith("calmend.") ? said : setting + said;
    }

    private static int run(Arguments asked, RemoteSettings settings, Directory directory, PrintStream out, Clock clock)
            throws InterruptedException {
        List<RemoteSettings.Tier> tiers;
        var host = asked.host().value();
        switch (directory.host(asked.host())) {
            case Directory.HostLookup.Found(var found) -> {
                host = found.dnsName().value();
                tiers = DistinguishedName.read(found.distinguishedName()).flatMap(settings::tierOf).stream()
                        .toList();
                if (tiers.isEmpty()) {
                    out.println(FailureReason.NO_TIER + ": " + found.distinguishedName()
                            + " is in no organisational unit of calmend.remote.tiers");
                    return 2;
                }
                if (asked.tier() != null && !tiers.getFirst().name().equalsIgnoreCase(asked.tier())) {
                    out.println("--tier: " + found.distinguishedName() + " belongs to the tier "
                            + tiers.getFirst().name() + ", and no other account is used there");
                    return 2;
                }
            }
            case Directory.HostLookup.Refused(var reason) -> {
                if (reason != FailureReason.DIRECTORY_UNAVAILABLE) {
                    out.println(reason + ": Calmend does not contact this computer");
                    return 2;
                }
                // a host can be tested even before the directory is configured
                tiers = settings.tiers().stream()
                        .filter(tier -> asked.tier() == null || tier.name().equalsIgnoreCase(asked.tier()))
                        .toList();
            }
        }
        var accounts = tiers.stream()
                .map(CheckCommand::account)
                .flatMap(Optional::stream)
                .toList();
        if (accounts.size() != 1) {
            out.println(
                    !accounts.isEmpty()
                            ? "Active Directory does not respond, and there are several tiers; name one: --tier NAME"
                            : tiers.isEmpty()
                                    ? "calmend.remote.tiers has no such tier"
                                    : "tier " + tiers.getFirst().name() + ": "
                                            + tiers.getFirst().whyUnreadable());
            return 2;
        }
        var account = accounts.getFirst();
        try (var tickets = KerberosConfiguration.tickets(settings, clock);
                var transports = new Transports(settings, tickets)) {
            var works = account.isKerberos()
                    ? new HostCheck(
                                    host,
                                    transports.endpoint(TransportKind.SEALED),
                                    transports.endpoint(TransportKind.TLS),
                                    tickets,
                                    account,
                                    asked.idle(),
                                    out)
                            .run()
                    : new LocalAccountCheck(host, account, transports.of(account), out).run();
            return works ? 0 : 1;
        }
    }

    private static Optional<HostAccount> account(RemoteSettings.Tier tier) {
        return Optional.ofNullable(tier.readAccount()).flatMap(tier::read);
    }

    private static Arguments read(List<String> arguments) {
        String host = null;
        String tier = null;
        var idle = Duration.ofMinutes(2);
        for (var i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size()) {
                throw new IllegalArgumentException(USAGE);
            }
            var value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--host" -> host = value;
                case "--tier" -> tier = value;
                case "--idle" -> idle = seconds(value);
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (host == null) {
            throw new IllegalArgumentException(USAGE);
        }
        if (!(HostName.read(host) instanceof HostName.Reading.Accepted(HostName name))) {
            throw new IllegalArgumentException("--host: not the DNS name of a computer");
        }
        return new Arguments(name, tier, idle);
    }

    private static Duration seconds(String text) {
        var idle = text.matches("\\d{1,3}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ofDays(1);
        if (idle.compareTo(LONGEST_IDLE) > 0) {
            throw new IllegalArgumentException("--idle: 0 to 600 seconds");
        }
        return idle;
    }
}
