package io.calmend.signin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a sign-in was refused. Each has two texts in the translations, {@code signin.problem.CODE.title} and {@code .text};
 * a wrong password and an unknown account are the same problem, and nothing tells them apart.
 *
 * <p>Of the others, Active Directory names all but one only to whoever gave the right password. That an account is locked it
 * says to anybody, so that this is not passed on.
 */
enum SignInProblem {
    WRONG,
    DISABLED,
    PASSWORD_EXPIRED,
    MUST_CHANGE_PASSWORD,
    ACCOUNT_EXPIRED,
    LOCKED,
    NOT_AT_THIS_TIME,
    NOT_AT_THIS_COMPUTER,
    NO_ROLE,
    THROTTLED,
    DIRECTORY_UNAVAILABLE,
    AUDIT_LOG_UNAVAILABLE;

    private static final Pattern SUB_CODE = Pattern.compile("\\bdata ([0-9a-fA-F]{1,8})\\b");

    /** What the person is told. */
    SignInProblem shown() {
        return this == LOCKED ? WRONG : this;
    }

    /** As it stands in the address of the sign-in page. */
    String code() {
        return shown().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Never throws; anybody can type an address. */
    static Optional<SignInProblem> ofCode(String code) {
        for (var problem : values()) {
            if (problem.code().equals(code)) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    /**
     * What Active Directory means by a refused bind (result 49, {@code AcceptSecurityContext error, data 52e}). Codes are the
     * system errors of Windows in hexadecimal; what is not known is a wrong password.
     */
    static SignInProblem ofRefusedBind(@Nullable String message) {
        var matcher = SUB_CODE.matcher(message == null ? "" : message);
        if (!matcher.find()) {
            return WRONG;
        }
        return switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
            case "530" -> NOT_AT_THIS_TIME;
            case "531" -> NOT_AT_THIS_COMPUTER;
            case "532" -> PASSWORD_EXPIRED;
            case "533" -> DISABLED;
            case "701" -> ACCOUNT_EXPIRED;
            case "773" -> MUST_CHANGE_PASSWORD;
            case "775" -> LOCKED;
            // SEC_E_BAD_BINDINGS: the controller wants channel binding, the password was not observed
            case "80090346" -> DIRECTORY_UNAVAILABLE;
            default -> WRONG;
        };
    }
}
