package io.calmend.licensing;

import io.calmend.licensing.Finding.Likelihood;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;

/** Collects what the rules have found so far, in the order of the rules. */
final class Leads {

    private final List<Lead> all = new ArrayList<>();

    /** The lead of that cause and variant, created if there is none, with at least that likelihood. */
    Lead add(Cause cause, String variant, Likelihood likelihood) {
        for (var lead : all) {
            if (lead.cause() == cause && lead.variant().equals(variant)) {
                return lead.atLeast(likelihood);
            }
        }
        var lead = new Lead(cause, variant, likelihood);
        all.add(lead);
        return lead;
    }

    Lead add(Cause cause, Likelihood likelihood) {
        return add(cause, "", likelihood);
    }

    List<Lead> all() {
        return List.copyOf(all);
    }

    boolean has(Predicate<Lead> what) {
        return all.stream().anyMatch(what);
    }

    /** One finding for each cause, the most likely first; equally likely ones stay in the order of the rules. */
    List<Finding> ranked() {
        var byCause = new LinkedHashMap<Cause, Lead>();
        all.stream().sorted(Comparator.comparing(Lead::likelihood)).forEach(lead -> {
            var stronger = byCause.putIfAbsent(lead.cause(), lead);
            if (stronger != null && stronger.isOpen() == lead.isOpen()) {
                stronger.join(lead);
            }
        });
        return byCause.values().stream().map(Lead::finding).toList();
    }
}
