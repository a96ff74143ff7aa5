package io.calmend.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignInProblemTest {

    @ParameterizedTest
    @CsvSource({
        "525, WRONG",
        "52e, WRONG",
        "530, NOT_AT_THIS_TIME",
        "531, NOT_AT_THIS_COMPUTER",
        "532, PASSWORD_EXPIRED",
        "533, DISABLED",
        "701, ACCOUNT_EXPIRED",
        "773, MUST_CHANGE_PASSWORD",
        "775, LOCKED",
        "80090346, DIRECTORY_UNAVAILABLE",
        "fff, WRONG"
    })
    void subCodesOfActiveDirectoryAreUnderstood(String code, SignInProblem problem) {
        assertThat(SignInProblem.ofRefusedBind("[LDAP: error code 49 - 80090308: LdapErr: DSID-0C09042A, comment:"
                        + " AcceptSecurityContext error, data " + code + ", v3839]"))
                .isEqualTo(problem);
    }

    @Test
    void refusalWithoutASubCodeIsAWrongPassword() {
        assertThat(SignInProblem.ofRefusedBind(null)).isEqualTo(SignInProblem.WRONG);
        assertThat(SignInProblem.ofRefusedBind("[LDAP: error code 49]")).isEqualTo(SignInProblem.WRONG);
    }

    @ParameterizedTest
    @EnumSource(SignInProblem.class)
    void everyProblemHasItsTexts(SignInProblem problem) throws IOException {
        var words = new Properties();
        try (var in = getClass().getResourceAsStream("/vaadin-i18n/translations.properties")) {
            words.load(in);
        }

        assertThat(words.getProperty("signin.problem." + problem.code() + ".title"))
                .isNotBlank();
        assertThat(words.getProperty("signin.problem." + problem.code() + ".text"))
                .isNotBlank();
        assertThat(SignInProblem.ofCode(problem.code())).contains(problem.shown());
    }

    @Test
    void whatAnybodyTypesIntoTheAddressIsNoProblem() {
        assertThat(SignInProblem.ofCode("<script>")).isEmpty();
        assertThat(SignInProblem.ofCode("")).isEmpty();
    }
}
