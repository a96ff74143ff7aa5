package io.calmend.signin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a sign-in was refused. Each reason has two texts in the translations, {@code signin.problem.CODE.title} and
 * {@code .text}; a wrong password and an unknown account are the same reason, so that nobody can tell them apart.
 *
 * <p>Active Directory reveals the other reasons only to somebody who gave the right password, with one exception: it
 * tells anybody that an account is locked, so that reason is not shown.
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

    /** The reason that the person is shown. */
    SignInProblem shown() {
        return this == LOCKED ? WRONG : this;
    }

    /** The code used in the address of the sign-in page. */
    String code() {
        return shown().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Never throws, because anybody can write an address. */
    static Optional<SignInProblem> ofCode(String code) {
        for (var problem : values()) {
            if (problem.code().equals(code)) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    /**
     * The reason behind a refused bind, from the text of Active Directory (result 49, {@code AcceptSecurityContext
     * error, data 52e}). The codes are Windows system errors in hexadecimal; an unknown code counts as a wrong
     * password.
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
            // SEC_E_BAD_BINDINGS: the controller requires channel binding and has not checked the password
            case "80090346" -> DIRECTORY_UNAVAILABLE;
            default -> WRONG;
        };
    }
}
