package io.calmend.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What goes wrong with one host at present. */
final class Faults {

    private final List<Active> active = new ArrayList<>();

    private static final class Active {
        final Fault fault;
        final When when;
        int skip;
        int left;

        Active(Fault fault, When when) {
            this.fault = fault;
            this.when = when;
            this.skip = when.skip();
            this.left = when.times();
        }
    }

    synchronized void add(Fault fault, When when) {
        active.add(new Active(fault, when));
    }

    synchronized void clear() {
        active.clear();
    }

    synchronized void remove(Class<? extends Fault> kind) {
        active.removeIf(one -> kind.isInstance(one.fault));
    }

    /** The newest fault of that kind that is switched on; not a chance for it. */
    synchronized <F extends Fault> @Nullable F present(Class<F> kind) {
        for (var one : active.reversed()) {
            if (kind.isInstance(one.fault) && one.left != 0) {
                return kind.cast(one.fault);
            }
        }
        return null;
    }

    /** The fault of that kind that strikes now, which counts as one chance; null if none does. */
    <F extends Fault> @Nullable F strikes(Class<F> kind, @Nullable CommandKind verb) {
        return strikes(kind, _ -> true, verb);
    }

    synchronized <F extends Fault> @Nullable F strikes(
            Class<F> kind, Predicate<? super F> fits, @Nullable CommandKind verb) {
        for (var one : active) {
            if (!kind.isInstance(one.fault) || one.left == 0) {
                continue;
            }
            var fault = kind.cast(one.fault);
            if (!fits.test(fault) || (verb != null && one.when.verb() != null && one.when.verb() != verb)) {
                continue;
            }
            if (one.skip > 0) {
                one.skip--;
                continue;
            }
            if (one.left > 0) {
                one.left--;
            }
            return fault;
        }
        return null;
    }
}
