package io.calmend.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.calmend.vocabulary.FailureReason;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerberosFailureTest {

    /** Texts of JDK 25, as {@code sun.security.krb5.internal.Krb5} has them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Client's entry in database has expired (1)                  | ACCOUNT_DISABLED     | Kerberos 1: Client's entry in database has expired
            Client not found in Kerberos database (6) - CLIENT_NOT_FOUND| ACCOUNT_UNKNOWN      | Kerberos 6: Client not found in Kerberos database
            Server not found in Kerberos database (7)                   | SERVICE_UNKNOWN      | Kerberos 7: Server not found in Kerberos database
            KDC policy rejects request (12)                             | KERBEROS_POLICY      | Kerberos 12: KDC policy rejects request
            KDC has no support for encryption type (14)                 | NO_COMMON_ENCRYPTION | Kerberos 14: KDC has no support for encryption type
            Clients credentials have been revoked (18) - LOCKED_OUT     | ACCOUNT_DISABLED     | Kerberos 18: Clients credentials have been revoked
            Credentials for server have been revoked (19)               | HOST_DISABLED        | Kerberos 19: Credentials for server have been revoked
            Password has expired - change password to reset (23)        | PASSWORD_EXPIRED     | Kerberos 23: Password has expired - change password to reset
            Pre-authentication information was invalid (24)             | SIGN_IN_REJECTED     | Kerberos 24: Pre-authentication information was invalid
            Integrity check on decrypted field failed (31)              | SIGN_IN_REJECTED     | Kerberos 31: Integrity check on decrypted field failed
            Clock skew too great (37) - PREAUTH (2)                     | CLOCK_SKEW           | Kerberos 37: Clock skew too great
            Generic error (description in e-text) (60) - no memory      | KERBEROS_FAILED      | Kerberos 60: Generic error (description in e-text)
            Generic error (description in e-text) (60) - Unable to locate KDC for realm "CORP.EXAMPLE" | KDC_UNKNOWN | Kerberos: Unable to locate KDC for realm "CORP.EXAMPLE"
            Cannot locate KDC                                           | KDC_UNKNOWN          | Kerberos: Cannot locate KDC
            Cannot locate default realm                                 | KDC_UNKNOWN          | Kerberos: Cannot locate default realm
            krb5.conf loading failed                                    | KDC_UNKNOWN          | Kerberos: krb5.conf loading failed
            no supported default etypes for default_tkt_enctypes        | NO_COMMON_ENCRYPTION | Kerberos: no supported default etypes for default_tkt_enctypes
            Checksum failed                                             | SIGN_IN_REJECTED     | Kerberos: Checksum failed
            Unable to obtain password from user                         | ACCOUNT_UNAVAILABLE  | Kerberos: no AES key for the account in its keytab
            Message stream modified                                     | KERBEROS_FAILED      | Kerberos: Message stream modified
            """)
    void signInThatFailedHasAReasonOfItsOwn(String said, FailureReason reason, String detail) {
        assertThat(ConnectionFailure.of(login(said, null))).isEqualTo(new ConnectionFailure(reason, detail));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Server not found in Kerberos database (7) - LOOKING_UP_SERVER | SERVICE_UNKNOWN | Kerberos 7: Server not found in Kerberos database
            Clock skew too great (37)                                     | CLOCK_SKEW      | Kerberos 37: Clock skew too great
            Message stream modified (41)                                  | TICKET_REFUSED  | Kerberos 41: Message stream modified
            Integrity check on decrypted field failed (31)                | TICKET_REFUSED  | Kerberos 31: Integrity check on decrypted field failed
            """)
    void ticketThatFailedToo(String said, FailureReason reason, String detail) {
        assertThat(ConnectionFailure.of(new GSSException(GSSException.NO_CRED, -1, said)))
                .isEqualTo(new ConnectionFailure(reason, detail));
    }

    /** Java keeps as cause that the error message was no ticket, with a number of its own. */
    @Test
    void numberIsTheOutermost() {
        var noTicket = new IllegalArgumentException("Identifier doesn't match expected value (906)");

        assertThat(ConnectionFailure.of(login("Pre-authentication information was invalid (24)", noTicket))
                        .reason())
                .isEqualTo(FailureReason.SIGN_IN_REJECTED);
    }

    @Test
    void kdcThatDoesNotAnswerIsNoHostThatDoesNot() {
        for (var silent : List.of(new SocketTimeoutException("Receive timed out"), new ConnectException("refused"))) {
            assertThat(ConnectionFailure.of(login(silent.getMessage(), silent)))
                    .isEqualTo(new ConnectionFailure(
                            FailureReason.KDC_UNREACHABLE,
                            "Kerberos: " + silent.getClass().getSimpleName() + ": " + silent.getMessage()));
        }
        assertThat(ConnectionFailure.of(login("dc1.corp.example", new UnknownHostException("dc1.corp.example")))
                        .reason())
                .isEqualTo(FailureReason.KDC_UNKNOWN);
    }

    @Test
    void tokenThatMakesNoSenseIsTheHosts() {
        assertThat(ConnectionFailure.of(new GSSException(GSSException.DEFECTIVE_TOKEN))
                        .reason())
                .isEqualTo(FailureReason.TICKET_REFUSED);
    }

    private static LoginException login(String said, @Nullable Throwable cause) {
        var failed = new LoginException(said);
        if (cause != null) {
            failed.initCause(cause);
        }
        return failed;
    }
}
