package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.web.session.HttpSessionCreatedEvent;
import org.springframework.util.unit.DataSize;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class OpenSessionsTest {

    private static final int MOST = 10;

    private final OpenSessions sessions = new OpenSessions(new SignInSettings(
            List.of(),
            false,
            new SignInSettings.Groups(null, null, null),
            new SignInSettings.Throttle(3, 1, 10, Duration.ofMinutes(15)),
            new SignInSettings.Session(Duration.ofHours(10), Duration.ofMinutes(5), 5),
            new SignInSettings.Limits(64, DataSize.ofKilobytes(64), Duration.ofSeconds(20), MOST)));

    @AfterEach
    void nobody() {
        RequestContextHolder.resetRequestAttributes();
    }

    private HttpSession from(String address) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        var session = new MockHttpSession();
        sessions.created(new HttpSessionCreatedEvent(session));
        return session;
    }

    @Test
    void floodFromOneNetworkOfAnIpv6ClientWashesAwayItself() {
        var others = List.of(from("192.0.2.1"), from("2001:db8:1:3:0:0:0:1"), from("2001:db8:1:4:0:0:0:1"));
        for (var i = 0; i < 50; i++) {
            from("2001:db8:1:2:0:0:0:" + Integer.toHexString(i));
        }

        assertThat(sessions.all()).hasSize(MOST).containsAll(others);
    }
}
