package io.calmend.simulator;

import org.jspecify.annotations.Nullable;

/**
 * For which commands a fault holds. A new shell has no command yet: there, and at {@code IDENTIFY}, {@code verb} is not
 * asked.
 *
 * @param verb only commands of this kind, null for all
 * @param skip how many chances pass unharmed first
 * @param times how often it happens, −1 without end
 */
public record When(@Nullable CommandKind verb, int skip, int times) {

    public static When always() {
        return new When(null, 0, -1);
    }

    public static When once() {
        return new When(null, 0, 1);
    }

    public When during(CommandKind only) {
        return new When(only, skip, times);
    }

    public When after(int chances) {
        return new When(verb, chances, times);
    }
}
