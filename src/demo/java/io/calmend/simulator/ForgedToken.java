package io.calmend.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERGeneralString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** Answers to a login that a host without any key can write. */
final class ForgedToken {

    private static final ASN1ObjectIdentifier KERBEROS = new ASN1ObjectIdentifier("1.2.840.113554.1.2.2");

    private ForgedToken() {}

    /** A KRB-ERROR (RFC 4120, 5.9.1) as the answer of SPNEGO's acceptor, where an AP-REP should be. */
    static String error(int number) {
        try {
            var service = sequence(
                    tagged(0, new ASN1Integer(2)),
                    tagged(1, sequence(new DERGeneralString("HTTP"), new DERGeneralString("forged.corp.example"))));
            var error = new DERTaggedObject(
                            true,
                            BERTags.APPLICATION,
                            30,
                            sequence(
                                    tagged(0, new ASN1Integer(5)),
                                    tagged(1, new ASN1Integer(30)),
                                    tagged(4, new ASN1GeneralizedTime(new Date())),
                                    tagged(5, new ASN1Integer(0)),
                                    tagged(6, new ASN1Integer(number)),
                                    tagged(9, new DERGeneralString("CORP.EXAMPLE")),
                                    tagged(10, service)))
                    .getEncoded(ASN1Encoding.DER);
            var mechanism = KERBEROS.getEncoded(ASN1Encoding.DER);
            var token = new byte[2 + mechanism.length + 2 + error.length];
            token[0] = 0x60;
            token[1] = (byte) (token.length - 2);
            System.arraycopy(mechanism, 0, token, 2, mechanism.length);
            // the mark of an AP-REP
            token[2 + mechanism.length] = 2;
            System.arraycopy(error, 0, token, 4 + mechanism.length, error.length);
            var answer = tagged(
                    1,
                    sequence(
                            tagged(0, new ASN1Enumerated(0)),
                            tagged(1, KERBEROS),
                            tagged(2, new DEROctetString(token))));
            return Base64.getEncoder().encodeToString(answer.getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static DERTaggedObject tagged(int number, ASN1Encodable value) {
        return new DERTaggedObject(true, number, value);
    }

    private static DERSequence sequence(ASN1Encodable... values) {
        var all = new ASN1EncodableVector();
        for (var value : values) {
            all.add(value);
        }
        return new DERSequence(all);
    }
}
