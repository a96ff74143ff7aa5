package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Cookie;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

class KnownBrowsersTest {

    @Test
    void noMoreMarksAreReadThanABrowserEverGets() {
        var settings = new SignInSettings(
                List.of(),
                false,
                new SignInSettings.Groups(null, null, null),
                new SignInSettings.Throttle(3, 1, 10, Duration.ofMinutes(15)),
                new SignInSettings.Session(Duration.ofHours(10), Duration.ofMinutes(5), 5),
                new SignInSettings.Limits(64, DataSize.ofKilobytes(64), Duration.ofSeconds(20), 200));
        var key = new SecretKeySpec("k".repeat(32).getBytes(StandardCharsets.US_ASCII), KnownBrowsers.ALGORITHM);
        var browsers = new KnownBrowsers(() -> key, new PublicAddress(settings), Clock.systemUTC());
        var request = new MockHttpServletRequest();
        request.setCookies(IntStream.range(0, 20)
                .mapToObj(i -> new Cookie("calmend-known-" + i, "x"))
                .toArray(Cookie[]::new));

        assertThat(browsers.marks(request)).hasSize(10);
    }
}
