package io.calmend.licensing;

import io.calmend.licensing.ClientStore.CachedLicence;
import io.calmend.licensing.ClientStore.View;
import io.calmend.vocabulary.RegistryView;

/** One of the two views of a client's cache that was read, with the name and the keys it has for people. */
record ReadView(RegistryView registryView, View view) {

    String words() {
        return switch (registryView) {
            case REGISTRY64 -> "64-bit";
            case REGISTRY32 -> "32-bit";
        };
    }

    String where(String below) {
        var node = switch (registryView) {
            case REGISTRY64 -> "";
            case REGISTRY32 -> "WOW6432Node\\";
        };
        return words() + " view, HKLM\\SOFTWARE\\" + node + "Microsoft\\MSLicensing" + below;
    }

    String where(CachedLicence licence) {
        return where("\\Store\\" + licence.key());
    }
}
