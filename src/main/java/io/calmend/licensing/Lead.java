package io.calmend.licensing;

import io.calmend.licensing.Finding.Evidence;
import io.calmend.licensing.Finding.Likelihood;
import io.calmend.vocabulary.OperationKey;
import io.calmend.vocabulary.Texts;
import io.calmend.vocabulary.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A finding that the rules are still collecting evidence for. */
final class Lead {

    static final OperationKey CLEAR_LICENCES = new OperationKey("CL-STORE");
    static final OperationKey REMOVE_ALL = new OperationKey("CL-ALL");

    private static final int MOST_EVIDENCE = 24;
    private static final int LONGEST_EVIDENCE = 400;
    private static final int LONGEST_FACT = 120;

    private final Cause cause;
    private String variant;
    private Likelihood likelihood;
    private @Nullable OperationKey repair;
    private final List<Evidence> evidence = new ArrayList<>();
    private final Set<String> askFirst = new LinkedHashSet<>();
    private final Map<String, String> facts = new LinkedHashMap<>();

    Lead(Cause cause, String variant, Likelihood likelihood) {
        this.cause = cause;
        this.variant = variant;
        this.likelihood = likelihood;
    }

    Cause cause() {
        return cause;
    }

    String variant() {
        return variant;
    }

    Likelihood likelihood() {
        return likelihood;
    }

    @Nullable
    OperationKey repair() {
        return repair;
    }

    boolean isOpen() {
        return likelihood != Likelihood.RULED_OUT;
    }

    Lead repair(OperationKey operation) {
        repair = operation;
        return this;
    }

    Lead withoutRepair() {
        repair = null;
        return this;
    }

    Lead ask(String... fields) {
        askFirst.addAll(List.of(fields));
        return this;
    }

    Lead atMost(Likelihood highest) {
        if (likelihood.compareTo(highest) < 0) {
            likelihood = highest;
        }
        return this;
    }

    Lead atLeast(Likelihood lowest) {
        if (likelihood.compareTo(lowest) > 0) {
            likelihood = lowest;
        }
        return this;
    }

    Lead variant(String other) {
        variant = other;
        return this;
    }

    Lead sound(String text, String where) {
        return evidence(true, text, where);
    }

    Lead unsound(String text, String where) {
        return evidence(false, text, where);
    }

    private Lead evidence(boolean sound, String text, String where) {
        var one = new Evidence(sound, cut(Visible.of(text)), cut(Visible.of(where)));
        if (evidence.size() < MOST_EVIDENCE && !evidence.contains(one)) {
            evidence.add(one);
        }
        return this;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_EVIDENCE ? text : Texts.cut(text, LONGEST_EVIDENCE) + "…";
    }

    /**
     * Adds a fact; if there is one of that name already, keeps the earlier one, which belongs to the first licence
     * found.
     */
    Lead fact(String name, String value) {
        var text = Visible.of(value);
        facts.putIfAbsent(name, text.length() <= LONGEST_FACT ? text : text.substring(0, LONGEST_FACT) + "…");
        return this;
    }

    /** Adds a day, which the screen shows in the reader's zone. */
    Lead fact(String name, Instant value) {
        return fact(name, value.toString());
    }

    /** Takes over the evidence of a weaker lead of the same cause. */
    void join(Lead weaker) {
        weaker.evidence.forEach(one -> evidence(one.sound(), one.text(), one.where()));
        weaker.facts.forEach(facts::putIfAbsent);
    }

    Finding finding() {
        return new Finding(cause.code(), variant, likelihood, repair, evidence, List.copyOf(askFirst), facts);
    }
}
