package io.calmend.licensing;

/** The result of decoding a cached licence. */
public sealed interface LicenceDecoding {

    record Decoded(ClientLicence licence) implements LicenceDecoding {}

    /**
     * The value is missing, damaged or of an unknown format; a finding in its own right. {@code problem} is for
     * experts.
     */
    record Unreadable(String problem, int bytes) implements LicenceDecoding {}
}
