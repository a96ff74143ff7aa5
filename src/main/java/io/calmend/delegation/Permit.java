package io.calmend.delegation;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.OperationKey;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Proof that a rule covers one operation of one person on one host; good for beginning it once. Only this module makes one. */
public final class Permit {

    private final String rule;
    private final OperationKey operation;
    private final String actorSid;
    private final UUID host;
    private final @Nullable Instant until;
    private final AtomicBoolean consumed = new AtomicBoolean();

    Permit(String rule, OperationKey operation, String actorSid, UUID host, @Nullable Instant until) {
        this.rule = rule;
        this.operation = operation;
        this.actorSid = actorSid;
        this.host = host;
        this.until = until;
    }

    /**
     * Uses the permit up for what is begun with it.
     *
     * @return the rule's name as people know it
     * @throws IllegalStateException if something else was permitted, or something was begun with it before: a bug, and nothing
     *     may begin
     */
    public String consume(OperationKey begun, Actor by, UUID on) {
        if (!begun.equals(operation) || !by.sid().equals(actorSid) || !on.equals(host)) {
            throw new IllegalStateException(
                    "a permit for " + operation + " on " + host + " is none for " + begun + " on " + on);
        }
        if (!consumed.compareAndSet(false, true)) {
            throw new IllegalStateException("a permit for " + operation + " on " + host + " was used before");
        }
        return rule;
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
