package io.calmend.remote.winrm;

import io.calmend.remote.transport.HostAccount;
import io.calmend.remote.transport.TransportKind;
import io.calmend.remote.wsman.HostCheck;
import io.calmend.vocabulary.HostName;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.modulith.NamedInterface;

/**
 * {@code check --host NAME [--tier NAME] [--idle SECONDS]}: what an administrator runs once on a real host, beside the portal and
 * with its configuration. Needs no database and no directory, and starts no portal.
 */
@NamedInterface("command-line")
public final class CheckCommand {

    private static final String USAGE = "check --host NAME [--tier NAME] [--idle SECONDS]";

    /** Nothing between the report's lines, and nothing in the log of the portal that runs beside. */
    private static final String[] QUIET = {
        "--logging.threshold.console=OFF", "--logging.file.name=", "--logging.file.path="
    };

    private static final Duration LONGEST_IDLE = Duration.ofMinutes(10);

    private CheckCommand() {}

    /** Only the settings. */
    @EnableConfigurationProperties(RemoteSettings.class)
    static class Settings {}

    private record Asked(String host, @Nullable String tier, Duration idle) {}

    /**
     * @param arguments those after {@code check}
     * @return 0 if the sealed way works, 1 if not, 2 if the command was mistyped or the configuration has no such account
     */
    public static int run(List<String> arguments, PrintStream out, Clock clock) {
        Asked asked;
        try {
            asked = read(arguments);
        } catch (IllegalArgumentException mistyped) {
            out.println(mistyped.getMessage());
            return 2;
        }
        RemoteSettings settings;
        try {
            settings = settings();
        } catch (RuntimeException unusable) {
            out.println(reason(unusable));
            return 2;
        }
        try {
            return run(asked, settings, out, clock);
        } catch (IllegalStateException unusable) {
            // a file that the settings name, or how this Java was started
            out.println(unusable.getMessage());
            return 2;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static RemoteSettings settings() {
        try (var context = new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .run(QUIET)) {
            return context.getBean(RemoteSettings.class);
        }
    }

    /** The innermost says what is wrong; Spring's own around it would repeat what stands in the settings. */
    private static String reason(RuntimeException unusable) {
        if (unusable instanceof IllegalStateException) {
            return String.valueOf(unusable.getMessage());
        }
        Throwable innermost = unusable;
        var setting = "";
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
            if (innermost instanceof BindException unbound) {
                setting = unbound.getName() + ": ";
            }
        }
        return setting + innermost.getMessage();
    }

    private static int run(Asked asked, RemoteSettings settings, PrintStream out, Clock clock)
            throws InterruptedException {
        var accounts = settings.tiers().stream()
                .filter(tier -> asked.tier() == null || tier.name().equalsIgnoreCase(asked.tier()))
                .map(CheckCommand::account)
                .flatMap(Optional::stream)
                .filter(HostAccount::isKerberos)
                .toList();
        if (accounts.size() != 1) {
            out.println(
                    accounts.isEmpty()
                            ? "calmend.remote.tiers has no such account of a domain whose password or keytab can be read"
                            : "Several tiers have an account of a domain; say which one: --tier NAME");
            return 2;
        }
        try (var logins = KerberosConfiguration.logins(settings, clock);
                var transports = new Transports(settings, logins)) {
            return new HostCheck(
                                    asked.host(),
                                    transports.place(TransportKind.SEALED),
                                    transports.place(TransportKind.TLS),
                                    logins,
                                    accounts.getFirst(),
                                    asked.idle(),
                                    out)
                            .run()
                    ? 0
                    : 1;
        }
    }

    private static Optional<HostAccount> account(RemoteSettings.Tier tier) {
        return Optional.ofNullable(tier.readAccount()).flatMap(tier::read);
    }

    private static Asked read(List<String> arguments) {
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
        return new Asked(name.value(), tier, idle);
    }

    private static Duration seconds(String text) {
        var idle = text.matches("\\d{1,3}") ? Duration.ofSeconds(Long.parseLong(text)) : Duration.ofDays(1);
        if (idle.compareTo(LONGEST_IDLE) > 0) {
            throw new IllegalArgumentException("--idle: 0 to 600 seconds");
        }
        return idle;
    }
}
