package io.calmend.vocabulary;

/** Where in a host's registry something is: a key in one of the two views. */
public record Location(RegistryView view, RegistryPath path) {

    /** As .NET and administrators name it, {@code Registry64 SOFTWARE\Microsoft\MSLicensing}: in the log and in details. */
    @Override
    public String toString() {
        return view.dotNetName() + " " + path;
    }
}
