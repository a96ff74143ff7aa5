package io.calmend.execution;

import io.calmend.vocabulary.Actor;
import io.calmend.vocabulary.PlanId;

/**
 * A person confirms a plan.
 *
 * @param planDigest of the plan as it was read
 * @param reason 3 to 500 characters, no control characters
 * @param ticket 1 to 64 characters, no control characters
 */
public record ExecutionRequest(Actor actor, PlanId plan, String planDigest, String reason, String ticket) {}
