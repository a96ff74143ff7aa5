package io.calmend.host;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of facets, by the words by which hosts know them. Each has blocks of its own in the scripts; simulator and
 * scripts switch over them, so that a new one does not compile before all of them know it.
 */
public enum FacetKind {
    REGISTRY("registry"),
    SERVICE("service");

    private final String text;

    FacetKind(String text) {
        this.text = text;
    }

    /** As it travels, and as the blocks of the scripts are called. */
    public String text() {
        return text;
    }

    public static FacetKind of(Facet facet) {
        return switch (facet) {
            case Facet.Registry _ -> REGISTRY;
            case Facet.ServiceRun _ -> SERVICE;
        };
    }

    /** Whose blocks answer {@code fact}. */
    public static FacetKind of(Fact fact) {
        return switch (fact) {
            case Fact.ServiceProcess _ -> SERVICE;
        };
    }

    /** Whose blocks do {@code action}. */
    public static FacetKind of(Action action) {
        return switch (action) {
            case Action.RestartService _ -> SERVICE;
        };
    }

    public static Optional<FacetKind> named(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
