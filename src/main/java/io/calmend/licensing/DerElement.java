package io.calmend.licensing;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * One element of a DER structure (X.690), as a view of the bytes that contain it. Limited in depth and number of
 * elements, and tolerant: only what is asked for is parsed, so that a malformed extension does not matter. The JDK's
 * own parser refuses real licences because of such an extension.
 */
final class DerElement {

    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int UNIVERSAL_STRING = 0x1c;
    static final int BMP_STRING = 0x1e;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int DEEPEST = 12;
    private static final int MOST_CHILDREN = 64;

    private final byte[] bytes;
    private final int tag;
    private final int start;
    private final int end;
    private final int depth;

    private DerElement(byte[] bytes, int tag, int start, int end, int depth) {
        this.bytes = bytes;
        this.tag = tag;
        this.start = start;
        this.end = end;
        this.depth = depth;
    }

    /** The element that begins at {@code offset} of {@code bytes} and ends at or before {@code limit}. */
    static DerElement first(byte[] bytes, int offset, int limit) throws MalformedLicenceException {
        return read(bytes, offset, limit, 0);
    }

    private static DerElement read(byte[] bytes, int offset, int limit, int depth) throws MalformedLicenceException {
        if (depth > DEEPEST) {
            throw new MalformedLicenceException("nested too deeply");
        }
        if (limit - offset < 2) {
            throw new MalformedLicenceException("truncated");
        }
        int tag = bytes[offset] & 0xff;
        if ((tag & 0x1f) == 0x1f) {
            throw new MalformedLicenceException("ASN.1 tag of more than one byte");
        }
        int start = offset + 2;
        int length = bytes[offset + 1] & 0xff;
        if (length > 0x7f) {
            int count = length & 0x7f;
            // three length bytes are enough for a licence; zero would be BER's indefinite form
            if (count == 0 || count > 3) {
                throw new MalformedLicenceException("ASN.1 length in an unusual form");
            }
            if (limit - start < count) {
                throw new MalformedLicenceException("truncated");
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = length << 8 | bytes[start + i] & 0xff;
            }
            start += count;
        }
        if (length > limit - start) {
            throw new MalformedLicenceException("ASN.1 length error");
        }
        return new DerElement(bytes, tag, start, start + length, depth);
    }

    int tag() {
        return tag;
    }

    boolean is(int expected) {
        return tag == expected;
    }

    /** The offset at which the next element would begin. */
    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** The elements inside a constructed element, in order. */
    List<DerElement> children() throws MalformedLicenceException {
        var children = new ArrayList<DerElement>();
        int at = start;
        while (at < end) {
            if (children.size() == MOST_CHILDREN) {
                throw new MalformedLicenceException("too many ASN.1 elements");
            }
            var child = read(bytes, at, end, depth + 1);
            children.add(child);
            at = child.end;
        }
        return children;
    }

    /** The child at {@code index}, which must have {@code expected} as its tag. */
    DerElement child(int index, int expected) throws MalformedLicenceException {
        var children = children();
        if (index >= children.size() || !children.get(index).is(expected)) {
            throw new MalformedLicenceException("a part is missing");
        }
        return children.get(index);
    }

    byte[] content() {
        var copy = new byte[end - start];
        System.arraycopy(bytes, start, copy, 0, copy.length);
        return copy;
    }

    /** Whether this is the object identifier whose encoded content is {@code encoded}. */
    boolean isIdentifier(byte[] encoded) {
        if (tag != OBJECT_IDENTIFIER || end - start != encoded.length) {
            return false;
        }
        for (int i = 0; i < encoded.length; i++) {
            if (bytes[start + i] != encoded[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text of any of the string types; undecodable bytes become U+FFFD. */
    String text() {
        return new String(bytes, start, end - start, charset());
    }

    private Charset charset() {
        return switch (tag) {
            case BMP_STRING -> StandardCharsets.UTF_16BE;
            case UNIVERSAL_STRING -> StandardCharsets.UTF_32BE;
            case UTF8_STRING -> StandardCharsets.UTF_8;
            default -> StandardCharsets.ISO_8859_1;
        };
    }

    /** A UTCTime or GeneralizedTime in UTC. A two-digit year means 1950 to 2049 (RFC 5280 4.1.2.5.1). */
    Instant time() throws MalformedLicenceException {
        if (tag != UTC_TIME && tag != GENERALIZED_TIME) {
            throw new MalformedLicenceException("a time is missing");
        }
        int digitsOfYear = tag == UTC_TIME ? 2 : 4;
        int digits = end - start - 1;
        if (digits != digitsOfYear + 8 && digits != digitsOfYear + 10 || bytes[end - 1] != 'Z') {
            throw new MalformedLicenceException("a time in an unusual form");
        }
        int year = number(0, digitsOfYear);
        if (tag == UTC_TIME) {
            year += year < 50 ? 2000 : 1900;
        }
        try {
            return LocalDateTime.of(
                            year,
                            number(digitsOfYear, 2),
                            number(digitsOfYear + 2, 2),
                            number(digitsOfYear + 4, 2),
                            number(digitsOfYear + 6, 2),
                            digits == digitsOfYear + 10 ? number(digitsOfYear + 8, 2) : 0)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException impossible) {
            throw new MalformedLicenceException("a time that does not exist");
        }
    }

    private int number(int offset, int digits) throws MalformedLicenceException {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = bytes[start + offset + i] - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedLicenceException("a time in an unusual form");
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
