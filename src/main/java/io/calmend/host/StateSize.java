package io.calmend.host;

/** How much a state holds, for people. */
public record StateSize(int keys, int values, int services) {

    /** Whether there is nothing of the registry in it. */
    public boolean isOfServicesOnly() {
        return services > 0 && keys == 0 && values == 0;
    }
}
