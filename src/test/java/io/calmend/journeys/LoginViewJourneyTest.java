package io.calmend.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.login.LoginForm;
import io.calmend.simulator.SimulatedDirectory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The browser sends the form itself: what it gets back is an address, which the view turns into a sentence. */
class LoginViewJourneyTest extends Journey {

    @LocalServerPort
    private int port;

    /** @return the address that the portal sends the browser to, below its own */
    private CompletableFuture<String> send(String account, String password) {
        var origin = "http://localhost:" + port;
        return HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create(origin + "/login"))
                                .header("Origin", origin)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "username=" + account + "&password=" + password))
                                .build(),
                        BodyHandlers.discarding())
                .thenApply(answer -> answer.headers()
                        .firstValue("Location")
                        .orElseThrow()
                        .replace(origin, "")
                        .replaceFirst("^/", ""));
    }

    private static String saidOf(Visitor visitor) {
        return visitor.look(window -> {
            var form = window.find(LoginForm.class).single();
            return form.isError() + " " + form.getElement().getPropertyRaw("i18n");
        });
    }

    @Test
    @Shows(ViewState.LOADING)
    void signInIsNotAnsweredUntilTheDirectoryAnswers() throws Exception {
        directoryLine().hold();
        var sent = send("alice", SimulatedDirectory.PASSWORD);
        directoryLine().awaitQuestion();
        assertThat(sent).isNotDone();

        directoryLine().release();
        assertThat(sent.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    @Shows(ViewState.EMPTY)
    void whoArrivesReadsWhatTheAccountIsFor() {
        var somebody = arriveUnknown();
        somebody.opens("login");
        somebody.reads("Calmend", "Fix Remote Desktop licensing, calmly.", "Everything you do here is logged.");
        assertThat(saidOf(somebody)).startsWith("false").contains("Windows account", "Sign in");
    }

    @Test
    @Shows(ViewState.ERROR)
    void wrongPasswordIsSaidWithoutSayingWhichPartWasWrong() throws Exception {
        var somebody = arriveUnknown();
        somebody.opens(send("bob", "wrong").get(20, TimeUnit.SECONDS));
        assertThat(saidOf(somebody))
                .startsWith("true")
                .contains("That did not work", "The account name or the password is wrong, or the account is locked.");
    }

    @Test
    @Shows(ViewState.ERROR)
    void directoryThatIsDownIsSaid() throws Exception {
        directory().stop();
        var somebody = arriveUnknown();
        somebody.opens(send("bob", SimulatedDirectory.PASSWORD).get(20, TimeUnit.SECONDS));
        assertThat(saidOf(somebody))
                .startsWith("true")
                .contains("We cannot reach Active Directory", "Your password was not checked.");
    }

    @Test
    @Shows(ViewState.FULL)
    void whoIsSignedInIsLedToTheStart() {
        var alice = signIn("alice");
        alice.opens("login");
        alice.reads("Which computer has the problem?");
    }
}
