package io.calmend.delegation;

import io.calmend.directory.ManagedHost;
import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.OperationKey;

/** For tests: permits as this module would give them. */
public final class Permits {

    private Permits() {}

    public static Permit of(String rule, Actor actor, OperationKey operation, ManagedHost host) {
        return new Permit(rule, operation, actor.sid(), host.objectId(), null);
    }
}
