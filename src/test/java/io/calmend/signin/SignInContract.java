package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calmend.audit.AuditEvent;
import io.calmend.directory.OpenedDirectory;
import io.calmend.vocabulary.Role;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.util.unit.DataSize;

/** What a sign-in comes to. The same expectations hold for a real Active Directory and for the simulated one. */
public abstract class SignInContract {

    static final String PASSWORD = "Passw0rd!1";
    private static final String GROUPS = ",OU=Groups,DC=corp,DC=example";
    private static final SecretKey KEY = new SecretKeySpec(new byte[] {1, 2, 3}, KnownBrowsers.ALGORITHM);
    private final RememberedLog auditLog = new RememberedLog();
    private DirectoryAuthenticationProvider provider;
    private OpenedDirectory.Trust trust;

    /** How the directory is reached. */
    protected abstract Map<String, String> settings();

    /** The certificate of the directory's authority. */
    protected abstract Path authority();

    @AfterEach
    void trustWhatWasTrustedBefore() {
        trust.close();
    }

    @BeforeEach
    void open() {
        trust = OpenedDirectory.trustOnly(authority());
        provider = provider(settings(), "CN=Calmend-Helpdesk" + GROUPS);
    }

    private DirectoryAuthenticationProvider provider(Map<String, String> directory, String helpdesk) {
        var opened = OpenedDirectory.with(directory);
        // below the lock-out of both domains
        var settings = new SignInSettings(
                List.of(),
                false,
                new SignInSettings.Groups(helpdesk, "CN=Calmend-Managers" + GROUPS, "CN=Calmend-Admins" + GROUPS),
                new SignInSettings.Throttle(2, 0, 100, Duration.ofMinutes(30)),
                new SignInSettings.Session(Duration.ofHours(10), Duration.ofMinutes(5), 5),
                new SignInSettings.Limits(64, DataSize.ofKilobytes(64), Duration.ofSeconds(20), 200));
        return new DirectoryAuthenticationProvider(
                opened.people(),
                opened.address(),
                opened.directory(),
                new Roles(settings),
                new SignInThrottle(settings, Clock.systemUTC()),
                new KnownBrowsers(() -> KEY, new PublicAddress(settings), Clock.systemUTC()),
                auditLog,
                Clock.systemUTC());
    }

    private static UsernamePasswordAuthenticationToken asked(String typed, String password) {
        return UsernamePasswordAuthenticationToken.unauthenticated(typed, password);
    }

    private Person signIn(String typed) {
        return (Person) provider.authenticate(asked(typed, PASSWORD)).getPrincipal();
    }

    final SignInProblem refusal(String typed, String password) {
        var refused =
                catchThrowableOfType(SignInRefusedException.class, () -> provider.authenticate(asked(typed, password)));
        assertThat(refused).as("sign-in of %s", typed).isNotNull();
        return refused.problem();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "Alice", "alice@corp.example", "CORP\\alice", " alice "})
    void personIsWhoTheDirectorySaysHoweverTheNameIsTyped(String typed) {
        var person = signIn(typed);

        assertThat(person.actor().account()).isEqualTo("alice");
        assertThat(person.actor().displayName()).isEqualTo("Alice \u00c4rlig");
        assertThat(person.actor().sid()).startsWith("S-1-5-21-");
        assertThat(auditLog.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        AuditEvent.SignedIn.class,
                        event -> assertThat(event.actor()).isEqualTo(person.actor()));
    }

    /** A directory takes many spellings of one account; tried as typed, each would be counted apart and lock it in the end. */
    @Test
    void spellingThatTheSearchDoesNotKnowNeverReachesTheAccount() {
        var person = OpenedDirectory.with(settings()).people().searchForUser("alice");
        for (var i = 0; i < 12; i++) {
            var spelling = person.getNameInNamespace().replace(",", ",".concat(" ".repeat(i)));
            assertThat(refusal(spelling, "wrong")).isEqualTo(SignInProblem.WRONG);
        }

        assertThat(signIn("alice").actor().account()).isEqualTo("alice");
    }

    @Test
    void rolesComeFromGroupsInGroups() {
        assertThat(signIn("alice").roles()).containsExactly(Role.HELPDESK);
        assertThat(signIn("mona").roles()).containsExactly(Role.MANAGER);
        assertThat(signIn("carol").roles()).containsExactly(Role.ADMINISTRATOR);
        assertThat(provider.authenticate(asked("carol", PASSWORD)).getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .contains("ROLE_ADMINISTRATOR", "FACTOR_PASSWORD");
    }

    @Test
    void umlautInTheNameAndCommaInTheGroupAreNoHindrance() {
        provider = provider(settings(), "CN=Ops\\, EMEA (T1) \\#1" + GROUPS);

        assertThat(signIn("j\u00f6rg.m\u00fcller").roles()).containsExactly(Role.HELPDESK);
        assertThat(signIn("CORP\\J\u00d6RG.m\u00fcller").actor().account()).isEqualTo("j\u00f6rg.m\u00fcller");
    }

    @ParameterizedTest
    @CsvSource({
        "dave, DISABLED",
        "mary, MUST_CHANGE_PASSWORD",
        "frank, PASSWORD_EXPIRED",
        "erin, ACCOUNT_EXPIRED",
        "lou, LOCKED",
        "wks, NOT_AT_THIS_COMPUTER"
    })
    void reasonThatADirectoryGivesIsUnderstood(String account, SignInProblem problem) {
        assertThat(refusal(account, PASSWORD)).isEqualTo(problem);
        assertThat(auditLog.events()).singleElement().isInstanceOfSatisfying(AuditEvent.SignInRefused.class, event -> {
            assertThat(event.account()).isEqualTo(account);
            assertThat(event.cause()).isEqualTo(problem.name());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mona", "nosuch", "nosuch@corp.example", "OTHER\\mona", "*", "mona)(cn=*", "Calmend-Helpdesk"})
    void wrongPasswordAndUnknownAccountReadTheSame(String typed) {
        assertThat(refusal(typed, "not the password")).isEqualTo(SignInProblem.WRONG);
        // so that later tests find the account as it was
        signIn("mona");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "nosuch", ""})
    void emptyPasswordIsRefusedBeforeAnybodyIsAsked(String typed) {
        provider = provider(Map.of(), "CN=Calmend-Helpdesk" + GROUPS);

        assertThat(refusal(typed, "")).isEqualTo(SignInProblem.WRONG);
        assertThat(auditLog.events()).singleElement().isInstanceOf(AuditEvent.SignInRefused.class);
    }

    @Test
    void accountWithoutARoleIsNotSignedIn() {
        assertThat(refusal("svc-calmend", PASSWORD)).isEqualTo(SignInProblem.NO_ROLE);
    }

    @Test
    void guessesStayBelowTheDirectorysLockOutHoweverTheNameIsTyped() {
        assertThat(refusal("bob", "guess 1")).isEqualTo(SignInProblem.WRONG);
        assertThat(refusal("CORP\\BOB", "guess 2")).isEqualTo(SignInProblem.WRONG);
        assertThat(refusal("bob@corp.example", "guess 3")).isEqualTo(SignInProblem.THROTTLED);
        assertThat(refusal("bob", PASSWORD)).isEqualTo(SignInProblem.THROTTLED);

        // another portal that has not seen the guesses: the account itself is not locked
        provider = provider(settings(), "CN=Calmend-Helpdesk" + GROUPS);
        assertThat(signIn("bob").actor().account()).isEqualTo("bob");
    }

    @Test
    void unknownAccountIsThrottledLikeAKnownOne() {
        assertThat(refusal("ghost", "guess 1")).isEqualTo(SignInProblem.WRONG);
        assertThat(refusal("ghost", "guess 2")).isEqualTo(SignInProblem.WRONG);
        assertThat(refusal("ghost", "guess 3")).isEqualTo(SignInProblem.THROTTLED);
    }

    private Map<String, String> but(String property, String value) {
        var settings = new HashMap<>(settings());
        settings.put("calmend.directory." + property, value);
        return settings;
    }

    @Test
    void controllerThatIsDownChecksNoPasswordAndCostsNoTry() {
        provider = provider(but("urls", "ldaps://127.0.0.1:1"), "CN=Calmend-Helpdesk" + GROUPS);

        for (var i = 0; i < 5; i++) {
            assertThat(refusal("alice", PASSWORD)).isEqualTo(SignInProblem.DIRECTORY_UNAVAILABLE);
        }
    }

    @Test
    void untrustedControllerGetsNoPassword() {
        trust.close();
        trust = OpenedDirectory.trustAnUnknownIssuer();
        // written another way, as a connection that was trusted before may still be open
        provider = provider(but("user", "svc-calmend@Corp.example"), "CN=Calmend-Helpdesk" + GROUPS);

        assertThat(refusal("alice", PASSWORD)).isEqualTo(SignInProblem.DIRECTORY_UNAVAILABLE);
    }

    @Test
    void nobodyIsSignedInWhenTheAuditLogCannotBeWritten() {
        auditLog.isFull();

        assertThat(refusal("alice", PASSWORD)).isEqualTo(SignInProblem.AUDIT_LOG_UNAVAILABLE);
        assertThat(refusal("alice", "not the password")).isEqualTo(SignInProblem.AUDIT_LOG_UNAVAILABLE);
        signInAgain();
    }

    private void signInAgain() {
        // the wrong try above is forgotten by the directory with the next right one
        catchThrowableOfType(SignInRefusedException.class, () -> signIn("alice"));
    }

    /** Whoever is one field ahead types a password where the name belongs. */
    @Test
    void whatNobodyGoesByIsNotInTheAuditLog() {
        refusal("x".repeat(300), "guess");
        refusal("a\u0000b\u202ec\n", "guess");
        refusal("Correct-Horse-1", "");

        assertThat(auditLog.events())
                .extracting(event -> ((AuditEvent.SignInRefused) event).account())
                .containsExactly(null, null, null);
    }
}
