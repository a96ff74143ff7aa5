package io.calmend.licensing;

/** What the bytes of a cached licence say. */
public sealed interface LicenceDecoding {

    record Decoded(ClientLicence licence) implements LicenceDecoding {}

    /** A diagnosis of its own: the blob is missing, damaged or of a form nobody knows. {@code problem} is for the expert. */
    record Unreadable(String problem, int bytes) implements LicenceDecoding {}
}
