package io.calmend.signin;

import io.calmend.vocabulary.UnusableSettingException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Refuses to serve plain HTTP to other computers unless a setting allows it: a portal started in the wrong folder
 * finds no settings, and would receive passwords unencrypted.
 */
final class PlainHttp {

    private static final Set<ForwardHeadersStrategy> BEHIND_A_PROXY =
            Set.of(ForwardHeadersStrategy.NATIVE, ForwardHeadersStrategy.FRAMEWORK);

    private PlainHttp() {}

    /** @throws UnusableSettingException if passwords would be sent unencrypted and no setting allows it */
    static void check(ServerProperties server, SignInSettings settings, ConfigurableEnvironment environment) {
        if (settings.plainHttp()
                || isTls(server)
                || isThisMachine(server.getAddress())
                || server.getForwardHeadersStrategy() != null
                        && BEHIND_A_PROXY.contains(server.getForwardHeadersStrategy())) {
            return;
        }
        throw new UnusableSettingException("Calmend would listen on "
                + (server.getAddress() == null
                        ? "all addresses"
                        : server.getAddress().getHostAddress())
                + " with plain HTTP, and passwords would be sent in clear text."
                + (hasFiles(environment)
                        ? ""
                        : " No config/application.yaml was found in "
                                + Path.of("").toAbsolutePath() + ": is this the right folder?")
                + " Set server.ssl.bundle; or, behind a proxy, server.forward-headers-strategy; or server.address:"
                + " 127.0.0.1 for this server alone; or, if you mean it, calmend.signin.plain-http: true.");
    }

    static boolean isTls(ServerProperties server) {
        var ssl = server.getSsl();
        return ssl != null
                && ssl.isEnabled()
                && (ssl.getBundle() != null || ssl.getCertificate() != null || ssl.getKeyStore() != null);
    }

    private static boolean isThisMachine(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }

    /** Whether any settings came from a file outside the product. */
    private static boolean hasFiles(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .map(source -> source.getName().toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.startsWith("config resource 'file ["));
    }
}
