package io.calmend.remote;

import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.FailureReason;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out, layer by layer and without credentials, why a host cannot be reached. */
public interface ConnectionDoctor {

    /**
     * Walks the layers in order and stops at the first that fails; each step is also handed to {@code progress} when it
     * has ended. Sends no credentials.
     */
    ConnectionReport examine(ManagedHost host, Consumer<Step> progress);

    record ConnectionReport(List<Step> steps) {
        public ConnectionReport {
            steps = List.copyOf(steps);
        }

        /** The step that failed, null if the way is clear. */
        public @Nullable Step failed() {
            return steps.stream()
                    .filter(step -> step.failure() != null)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * @param failure null if this layer is fine
     * @param detail what was found: an address, a certificate's names and days left, the schemes on offer; one line
     */
    record Step(Layer layer, @Nullable FailureReason failure, String detail, long milliseconds) {}

    /** In the order in which they are asked; {@code SIGN_IN} to {@code LANGUAGE} are told by the first command. */
    enum Layer {
        NAME,
        PORT,
        TLS,
        WINRM,
        SCHEMES,
        SIGN_IN,
        SHELL,
        LANGUAGE;

        /**
         * The layer at which a look with that reason ended, null if the reason says nothing about the way to the host (the
         * connection was lost under way, the answer was of no use, the portal refused).
         */
        public static @Nullable Layer of(FailureReason reason) {
            return switch (reason) {
                case NAME_NOT_RESOLVED -> NAME;
                case HOST_UNREACHABLE, CONNECTION_REFUSED -> PORT;
                case TLS_UNTRUSTED, TLS_WRONG_NAME, TLS_EXPIRED, TLS_FAILED, PLAIN_HTTP_REFUSED -> TLS;
                case NOT_WINRM -> WINRM;
                case SCHEME_NOT_OFFERED -> SCHEMES;
                case NO_TIER, ACCOUNT_UNAVAILABLE, ACCOUNT_STOPPED, SIGN_IN_REJECTED -> SIGN_IN;
                case ACCESS_DENIED, REMOTE_SHELL_REFUSED, HOST_QUOTA -> SHELL;
                case LANGUAGE_MODE, SCRIPT_BLOCKED -> LANGUAGE;
                case HOST_NAME_EMPTY,
                        HOST_NAME_MALFORMED,
                        IP_LITERAL,
                        REASON_MISSING,
                        TICKET_MISSING,
                        TEXT_TOO_LONG,
                        TEXT_WITH_CONTROL_CHARACTERS,
                        DIRECTORY_UNAVAILABLE,
                        HOST_UNKNOWN,
                        HOST_AMBIGUOUS,
                        HOST_DISABLED,
                        HOST_WITHOUT_DNS_NAME,
                        DOMAIN_CONTROLLER,
                        PERSON_UNKNOWN,
                        NOT_PERMITTED,
                        PERMISSION_ENDED,
                        CHANGES_STOPPED,
                        PORTAL_LIMIT,
                        TIMED_OUT,
                        CANCELLED,
                        CONNECTION_LOST,
                        SCRIPT_FAILED,
                        ANSWER_TOO_LARGE,
                        ANSWER_MALFORMED,
                        OPERATION_UNKNOWN,
                        NOTHING_TO_DO,
                        NOTHING_TO_UNDO,
                        NOT_ON_ALLOW_LIST,
                        CHANGE_TOO_LARGE,
                        BACKUP_INCOMPLETE,
                        BACKUP_NOT_VERIFIED,
                        BACKUP_UNKNOWN,
                        PLAN_UNKNOWN,
                        PLAN_EXPIRED,
                        PLAN_CHANGED,
                        HOST_BUSY,
                        HOST_CHANGED,
                        CHANGE_LATE,
                        CHANGE_FAILED,
                        CHANGE_NOT_VERIFIED,
                        RIGHTS_NOT_RESTORED,
                        OUTCOME_UNKNOWN,
                        PORTAL_RESTARTED,
                        TRAIL_UNAVAILABLE -> null;
            };
        }
    }
}
