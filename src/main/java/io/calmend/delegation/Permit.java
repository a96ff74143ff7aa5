package io.calmend.delegation;

import io.calmend.vocabulary.OperationKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Proof that a rule covers one operation of one person on one host. Only this module makes one. */
public final class Permit {

    private final String rule;
    private final OperationKey operation;
    private final String actorSid;
    private final UUID host;
    private final @Nullable Instant until;

    Permit(String rule, OperationKey operation, String actorSid, UUID host, @Nullable Instant until) {
        this.rule = rule;
        this.operation = operation;
        this.actorSid = actorSid;
        this.host = host;
        this.until = until;
    }

    /** The rule's name as people know it. */
    public String rule() {
        return rule;
    }

    public OperationKey operation() {
        return operation;
    }

    public String actorSid() {
        return actorSid;
    }

    public UUID host() {
        return host;
    }

    /** When the rule ends, null if it does not. */
    public @Nullable Instant until() {
        return until;
    }
}
