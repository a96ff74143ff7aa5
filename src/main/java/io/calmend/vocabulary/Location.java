package io.calmend.vocabulary;

/** Where something is in a host's registry: a key in one of the two views. */
public record Location(RegistryView view, RegistryPath path) {

    /**
     * The form that .NET and administrators use, {@code Registry64 SOFTWARE\Microsoft\MSLicensing}: for the log and
     * for details.
     */
    @Override
    public String toString() {
        return view.dotNetName() + " " + path;
    }
}
