package io.calmend.signin;

import io.calmend.vocabulary.Sha256;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.stereotype.Component;

/**
 * Recognises browsers in which an account has signed in before, by a signed cookie from that sign-in. Attempts from
 * such a browser have an allowance that nobody else can use up; the cookie does not replace the password. It contains
 * no name, is valid for one account only, and expires ninety days after the last sign-in.
 */
@Component
class KnownBrowsers implements SessionAuthenticationStrategy {

    static final String ALGORITHM = "HmacSHA256";
    private static final String MARK = "calmend-known-";
    private static final Duration LASTS = Duration.ofDays(90);
    private static final int MOST_MARKS = 10;
    private static final int NAME_BYTES = 8;

    private final BrowserKey key;
    private final PublicAddress address;
    private final Clock clock;

    KnownBrowsers(BrowserKey key, PublicAddress address, Clock clock) {
        this.key = key;
        this.address = address;
        this.clock = clock;
    }

    /** The cookies of this kind in a request, by name; not verified yet. */
    Map<String, String> marks(HttpServletRequest request) {
        var marks = new TreeMap<String, String>();
        for (var cookie : Optional.ofNullable(request.getCookies()).orElse(new Cookie[0])) {
            if (cookie.getName().startsWith(prefix()) && marks.size() < MOST_MARKS) {
                marks.put(cookie.getName(), cookie.getValue());
            }
        }
        return marks;
    }

    /** Whether one of {@code marks} proves that the account {@code sid} has recently signed in from this browser. */
    boolean knows(Map<String, String> marks, String sid) {
        var mark = marks.get(nameFor(sid));
        var dot = mark == null ? -1 : mark.indexOf('.');
        if (mark == null || dot < 1) {
            return false;
        }
        var today = today();
        long day;
        try {
            day = Long.parseLong(mark.substring(0, dot));
        } catch (NumberFormatException forged) {
            return false;
        }
        return day <= today
                && today - day < LASTS.toDays()
                && MessageDigest.isEqual(
                        mark.getBytes(StandardCharsets.UTF_8), markOf(sid, day).getBytes(StandardCharsets.UTF_8));
    }

    /** Called after the password was accepted. */
    @Override
    public void onAuthentication(
            Authentication authentication, HttpServletRequest request, HttpServletResponse response) {
        if (!(authentication.getPrincipal() instanceof Person person)) {
            return;
        }
        var sid = person.actor().sid();
        var others = marks(request);
        others.remove(nameFor(sid));
        while (others.size() >= MOST_MARKS) {
            var superfluous = others.keySet().iterator().next();
            others.remove(superfluous);
            write(response, superfluous, "", Duration.ZERO);
        }
        write(response, nameFor(sid), markOf(sid, today()), LASTS);
    }

    private void write(HttpServletResponse response, String name, String value, Duration lasts) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .path("/")
                        .httpOnly(true)
                        .secure(address.isHttps())
                        .sameSite("Lax")
                        .maxAge(lasts)
                        .build()
                        .toString());
    }

    private String prefix() {
        return address.isHttps() ? "__Host-" + MARK : MARK;
    }

    private String nameFor(String sid) {
        var hash = Sha256.of(sid.getBytes(StandardCharsets.UTF_8));
        return prefix() + HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    }

    private String markOf(String sid, long day) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key.get());
            var signature = mac.doFinal((sid + "." + day).getBytes(StandardCharsets.UTF_8));
            return day + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private long today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toEpochDay();
    }
}
