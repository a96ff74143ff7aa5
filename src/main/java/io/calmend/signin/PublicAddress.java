package io.calmend.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The host names and origins under which the portal may be used: the configured ones and this server's own. */
@Component
class PublicAddress {

    private final Set<String> names = new HashSet<>(SignInSettings.LOOPBACK);
    private final Set<String> origins = new HashSet<>();
    private final boolean https;

    PublicAddress(SignInSettings settings) {
        for (var url : settings.publicUrls()) {
            names.add(url.getHost().toLowerCase(Locale.ROOT));
            origins.add(originOf(url));
        }
        https = settings.publicUrls().stream().anyMatch(url -> "https".equalsIgnoreCase(url.getScheme()));
    }

    /** Whether people reach the portal by HTTPS, either directly or through a proxy. */
    boolean isHttps() {
        return https;
    }

    /** Sorted, for display. */
    SortedSet<String> names() {
        return new TreeSet<>(names);
    }

    /** Sorted, for display. */
    SortedSet<String> origins() {
        return new TreeSet<>(origins);
    }

    /** Whether {@code name}, the request's Host header without the port, is one of ours. */
    boolean isOurName(@Nullable String name) {
        return name != null && names.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether {@code origin} is a configured one, or one of this server that matches the address of the request. */
    boolean isOurOrigin(String origin, HttpServletRequest request) {
        URI uri;
        try {
            uri = new URI(origin);
        } catch (URISyntaxException e) {
            return false;
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            return false;
        }
        var asked = originOf(uri);
        if (origins.contains(asked)) {
            return true;
        }
        var host = request.getHeader("Host");
        return SignInSettings.LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT))
                && host != null
                && asked.equals((request.isSecure() ? "https://" : "http://") + host.toLowerCase(Locale.ROOT));
    }

    private static String originOf(URI url) {
        var scheme = url.getScheme().toLowerCase(Locale.ROOT);
        var usual = scheme.equals("https") ? 443 : 80;
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT)
                + (url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort());
    }
}
