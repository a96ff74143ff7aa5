package io.calmend.execution;

import io.calmend.host.Action;
import io.calmend.host.Fact;

/**
 * An action, and what the fact was that it will move.
 *
 * @param planned what the host must still find, or it does nothing
 */
public record PlannedAction(Action action, Fact.Known planned) {}
