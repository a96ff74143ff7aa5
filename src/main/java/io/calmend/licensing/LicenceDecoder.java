package io.calmend.licensing;

import io.calmend.licensing.LicenceDecoding.Decoded;
import io.calmend.licensing.LicenceDecoding.Unreadable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a cached licence (registry value {@code ClientLicense}): a degenerate PKCS#7 with the certificates of the
 * licence server and the client (MS-RDPELE 2.2.2.6.1, 2.2.2.9), or a whole {@code NEW_LICENSE_INFO} around it.
 *
 * <p>Never throws, whatever the bytes, and takes time in proportion to their number. Signatures are not verified,
 * because only the licence server can tell whether a licence is genuine.
 */
public final class LicenceDecoder {

    /** Longer values are refused unread; real licences have about 2,000 bytes. */
    public static final int LARGEST = 64 * 1024;

    private static final int LONGEST_TEXT = 256;
    private static final int MOST_CERTIFICATES = 16;

    private static final byte[] SIGNED_DATA = oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02);
    private static final byte[] COMMON_NAME = oid(0x55, 0x04, 0x03);
    private static final byte[] SERIAL_NUMBER = oid(0x55, 0x04, 0x05);
    private static final byte[] LOCALITY = oid(0x55, 0x04, 0x07);
    // 1.3.6.1.4.1.311.18.x, Microsoft's licensing arc
    private static final byte[] COMPANY = oid(0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x12, 0x02);
    private static final byte[] CERTIFICATE_VERSION = oid(0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x12, 0x04);
    private static final byte[] PRODUCT = oid(0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x12, 0x05);
    private static final byte[] LICENCE_SERVER = oid(0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x12, 0x06);

    private LicenceDecoder() {}

    /** What {@code blob} contains; {@link Unreadable} if it is not a licence. */
    public static LicenceDecoding decode(byte[] blob) {
        if (blob.length == 0) {
            return new Unreadable("empty", 0);
        }
        if (blob.length > LARGEST) {
            return new Unreadable("longer than %d bytes".formatted(LARGEST), blob.length);
        }
        try {
            if (blob[0] == DerElement.SEQUENCE) {
                return new Decoded(read(blob, 0, blob.length, ""));
            }
            return new Decoded(readInformation(blob));
        } catch (MalformedLicenceException malformed) {
            return new Unreadable(malformed.problem(), blob.length);
        }
    }

    /** {@code NEW_LICENSE_INFO}: a version, then scope, company, product and licence, each preceded by its length. */
    private static ClientLicence readInformation(byte[] blob) throws MalformedLicenceException {
        var in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 4) {
            throw new MalformedLicenceException("neither PKCS#7 nor NEW_LICENSE_INFO");
        }
        in.getInt();
        part(in);
        var company = utf16(blob, part(in), in.position());
        part(in);
        int start = part(in);
        return read(blob, start, in.position(), company);
    }

    /** The offset at which the next part starts; moves the buffer to its end. */
    private static int part(ByteBuffer in) throws MalformedLicenceException {
        int length = in.remaining() < 4 ? -1 : in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new MalformedLicenceException("neither PKCS#7 nor NEW_LICENSE_INFO");
        }
        int start = in.position();
        in.position(start + length);
        return start;
    }

    private static ClientLicence read(byte[] blob, int start, int limit, String companyAround)
            throws MalformedLicenceException {
        var outer = DerElement.first(blob, start, limit);
        if (!outer.is(DerElement.SEQUENCE)
                || !outer.child(0, DerElement.OBJECT_IDENTIFIER).isIdentifier(SIGNED_DATA)) {
            throw new MalformedLicenceException("not PKCS#7 signed data");
        }
        var signedData = outer.child(1, 0xa0).child(0, DerElement.SEQUENCE);
        var certificates = certificates(signedData);
        var leaf = new Leaf(certificates);
        return leaf.licence(companyAround, outer.end() < limit ? "bytes after the licence" : null);
    }

    private static List<DerElement> certificates(DerElement signedData) throws MalformedLicenceException {
        for (var part : signedData.children()) {
            if (part.is(0xa0)) {
                var certificates = part.children();
                if (certificates.size() > MOST_CERTIFICATES) {
                    throw new MalformedLicenceException("too many certificates");
                }
                return certificates;
            }
        }
        throw new MalformedLicenceException("no certificates");
    }

    /**
     * The certificate issued to the client: the last one whose subject has a serialNumber, as in the Resource Kit's
     * tsctst.
     */
    private static final class Leaf {

        private final List<DerElement> parts;
        private final int shift;

        Leaf(List<DerElement> certificates) throws MalformedLicenceException {
            for (var certificate : certificates.reversed()) {
                if (!certificate.is(DerElement.SEQUENCE)) {
                    continue;
                }
                var signed = certificate.child(0, DerElement.SEQUENCE).children();
                int optional = !signed.isEmpty() && signed.getFirst().is(0xa0) ? 1 : 0;
                if (signed.size() >= optional + 6 && attribute(signed.get(optional + 4), SERIAL_NUMBER) != null) {
                    parts = signed;
                    shift = optional;
                    return;
                }
            }
            throw new MalformedLicenceException("no client certificate");
        }

        private DerElement part(int index) {
            return parts.get(shift + index);
        }

        ClientLicence licence(String companyAround, @Nullable String warning) throws MalformedLicenceException {
            var issuer = part(2);
            var subject = part(4);
            var validity = part(3).children();
            if (validity.size() != 2) {
                throw new MalformedLicenceException("no validity");
            }
            Instant from = validity.get(0).time();
            Instant until = validity.get(1).time();
            if (until.isBefore(from)) {
                throw new MalformedLicenceException("it expires before it is valid");
            }
            var product = Product.read(extension(PRODUCT));
            var server = Server.read(extension(LICENCE_SERVER));
            var version = extension(CERTIFICATE_VERSION);
            var company = extension(COMPANY);
            return new ClientLicence(
                    version.length < 4 ? 0 : little(version).getInt(),
                    text(attribute(subject, SERIAL_NUMBER)),
                    product.platform,
                    company.length == 0 ? companyAround : utf16(company, 0, company.length),
                    text(attribute(issuer, COMMON_NAME)),
                    text(attribute(issuer, LOCALITY)),
                    server.id,
                    text(attribute(subject, COMMON_NAME)),
                    text(attribute(subject, LOCALITY)),
                    product.language,
                    product.requested,
                    product.adjusted,
                    product.version,
                    product.flags,
                    from,
                    until,
                    warning);
        }

        /** The content of an extension, empty if there is none. */
        private byte[] extension(byte[] identifier) throws MalformedLicenceException {
            for (int i = shift + 6; i < parts.size(); i++) {
                if (parts.get(i).is(0xa3)) {
                    for (var extension :
                            parts.get(i).child(0, DerElement.SEQUENCE).children()) {
                        var value = value(extension, identifier);
                        if (value != null) {
                            return value;
                        }
                    }
                }
            }
            return new byte[0];
        }

        private static byte @Nullable [] value(DerElement extension, byte[] identifier)
                throws MalformedLicenceException {
            if (!extension.is(DerElement.SEQUENCE)) {
                return null;
            }
            var parts = extension.children();
            if (parts.size() < 2
                    || !parts.getFirst().isIdentifier(identifier)
                    || !parts.getLast().is(DerElement.OCTET_STRING)) {
                return null;
            }
            return parts.getLast().content();
        }

        /** The first value of an attribute in a name; a licence has all attributes in one RDN. */
        private static @Nullable DerElement attribute(DerElement name, byte[] identifier)
                throws MalformedLicenceException {
            if (!name.is(DerElement.SEQUENCE)) {
                return null;
            }
            for (var set : name.children()) {
                if (!set.is(DerElement.SET)) {
                    continue;
                }
                for (var pair : set.children()) {
                    if (pair.is(DerElement.SEQUENCE)) {
                        var parts = pair.children();
                        if (parts.size() == 2 && parts.getFirst().isIdentifier(identifier)) {
                            return parts.getLast();
                        }
                    }
                }
            }
            return null;
        }
    }

    /** {@code LICENSED_PRODUCT_INFO} (MS-RDPELE 2.2.2.9.3.2): offsets count from its first byte. */
    private record Product(int platform, int language, String requested, String adjusted, String version, int flags) {

        private static final int HEAD = 28;

        static Product read(byte[] bytes) throws MalformedLicenceException {
            if (bytes.length < HEAD) {
                // without it one cannot tell whether the licence is temporary
                throw new MalformedLicenceException("no product information");
            }
            var in = little(bytes).position(8);
            int platform = in.getInt();
            int language = in.getInt();
            int requestedAt = in.getShort() & 0xffff;
            int requestedLength = in.getShort() & 0xffff;
            int adjustedAt = in.getShort() & 0xffff;
            int adjustedLength = in.getShort() & 0xffff;
            int versionAt = in.getShort() & 0xffff;
            int versions = in.getShort() & 0xffff;
            if (versions == 0 || versionAt > bytes.length - 8) {
                throw new MalformedLicenceException("no product version");
            }
            in.position(versionAt);
            int major = in.getShort() & 0xffff;
            int minor = in.getShort() & 0xffff;
            int flags = in.getInt();
            return new Product(
                    platform,
                    language,
                    utf16(bytes, requestedAt, requestedAt + requestedLength),
                    utf16(bytes, adjustedAt, adjustedAt + adjustedLength),
                    major + "." + minor,
                    flags);
        }
    }

    /**
     * {@code MS_LICENSE_SERVER_INFO} (MS-RDPELE 2.2.2.9.3.3): offsets count from the end of its header; version 1 has
     * no id.
     */
    private record Server(String id) {

        private static final int VERSION_2 = 0x3000;
        private static final int HEAD = 10;

        static Server read(byte[] bytes) {
            if (bytes.length < HEAD || little(bytes).getInt() != VERSION_2) {
                return new Server("");
            }
            int start = HEAD + (little(bytes).getShort(6) & 0xffff);
            return new Server(utf16(bytes, start, bytes.length));
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(@Nullable DerElement element) {
        return element == null ? "" : cut(element.text());
    }

    /** UTF-16LE up to its NUL, within the bounds of {@code bytes}; empty if there is no text. */
    private static String utf16(byte[] bytes, int start, int end) {
        if (start < 0 || start >= Math.min(end, bytes.length)) {
            return "";
        }
        int length = Math.min(end, bytes.length) - start & ~1;
        return cut(new String(bytes, start, length, StandardCharsets.UTF_16LE));
    }

    private static String cut(String text) {
        int nul = text.indexOf('\0');
        var whole = (nul < 0 ? text : text.substring(0, nul)).strip();
        if (whole.length() <= LONGEST_TEXT) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(LONGEST_TEXT - 1)) ? LONGEST_TEXT - 1 : LONGEST_TEXT;
        return whole.substring(0, end);
    }

    private static byte[] oid(int... content) {
        var bytes = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            bytes[i] = (byte) content[i];
        }
        return bytes;
    }
}
