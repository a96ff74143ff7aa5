package io.calmend.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a company's proxy closes every web socket, each page that waits for a computer asks by itself. */
@Tag("e2e")
class LostPushIT {

    private static TestPortal stage;

    @BeforeAll
    static void open() throws IOException {
        stage = TestPortal.open(LostPushIT.class);
    }

    @Test
    void checkPlanAndRunComeToTheirEndWhereNoWebSocketGetsThrough() {
        stage.network().reset();
        try (var alice = Visitor.at(stage)) {
            var closed = new AtomicInteger();
            alice.page().routeWebSocket(Pattern.compile(".*"), socket -> {
                closed.incrementAndGet();
                socket.close();
            });
            alice.signIn("alice");

            // a host on a slow line: nothing of what follows can be in a page's first answer
            alice.open("case/pc-0438");
            alice.page().waitForURL(Pattern.compile(".*/case/\\d+$"));
            alice.button("Check again").waitFor();

            alice.open("host/pc-0438/repair/CL-STORE");
            alice.page().getByLabel("Reason").fill("Behind a proxy");
            alice.page().getByLabel("Ticket").fill("INC-5");
            alice.button("Run the repair").click();
            alice.waitForHeading("Repair of PC-0438 done");

            assertThat(closed).as("web sockets that were closed").hasPositiveValue();
        }
    }
}
