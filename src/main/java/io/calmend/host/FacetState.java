package io.calmend.host;

import io.calmend.registry.ObservedTree;
import io.calmend.registry.StateDigest;

/** What an observation found of one facet, or what a model says it will find. */
public sealed interface FacetState {

    Facet facet();

    /** A fingerprint that the host computes alike: Base64 of SHA-256 over a canonical text. */
    String digest();

    record Registry(ObservedTree tree) implements FacetState {
        @Override
        public Facet facet() {
            return new Facet.Registry(tree.target());
        }

        /** As {@link StateDigest} makes it. */
        @Override
        public String digest() {
            return tree.digest();
        }
    }

    /** The canonical text is {@code S}, then name, status and start mode, each {@code length:string}. */
    record ServiceRun(WindowsService service, ServiceStatus status, StartMode startMode) implements FacetState {

        public ServiceRun {
            if (status.isInstalled() != startMode.isInstalled()) {
                throw new IllegalArgumentException("a service that is there has a status and a start mode");
            }
        }

        @Override
        public Facet facet() {
            return new Facet.ServiceRun(service);
        }

        @Override
        public String digest() {
            return StateDigest.of('S', service.serviceName(), status.text(), startMode.text());
        }

        ServiceRun with(ServiceStatus other) {
            return new ServiceRun(service, other, startMode);
        }
    }

    /**
     * A facet that is there but could not be read; the registry tells it key by key instead. The canonical text is {@code N},
     * then where and why, each {@code length:string}.
     *
     * @param reason the short .NET exception name that the host gave
     */
    record Unreadable(Facet facet, String reason) implements FacetState {
        @Override
        public String digest() {
            return StateDigest.of('N', facet.where(), reason);
        }
    }
}
