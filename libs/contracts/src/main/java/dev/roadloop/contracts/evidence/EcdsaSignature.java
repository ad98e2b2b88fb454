package dev.roadloop.contracts.evidence;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/// An ECDSA signature on P-256 in the one form that Roadloop writes and takes. To every signature
/// `(r, s)` anybody can find `(r, n - s)`, which is as valid and has other bytes, so of the two
/// only the one with the lower `s` counts; and of the spellings of numbers only DER's.
///
/// Sources: SEC 1, section 4.1; ITU-T X.690, section 10; the rule of the lower `s` is BIP 146's.
public final class EcdsaSignature {

    /// The order of the curve's group: FIPS 186-4, D.1.2.3.
    static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;
    private static final int LONGEST = 72;

    private final BigInteger r;
    private final BigInteger s;

    private EcdsaSignature(BigInteger r, BigInteger s) {
        this.r = r;
        this.s = s;
    }

    /// Reads a signature, as KMS gives it.
    ///
    /// @param der a sequence of two integers
    /// @throws IllegalArgumentException if it is none on P-256
    public static EcdsaSignature ofDer(byte[] der) {
        if (der.length < 8
                || der.length > LONGEST
                || der[0] != SEQUENCE
                || der[1] != der.length - 2
                || der[2] != INTEGER) {
            throw none();
        }
        int second = 4 + der[3];
        if (der[3] < 1
                || second + 2 >= der.length
                || der[second] != INTEGER
                || second + 2 + der[second + 1] != der.length) {
            throw none();
        }
        BigInteger r = new BigInteger(der, 4, der[3]);
        BigInteger s = new BigInteger(der, second + 2, der[second + 1]);
        if (r.signum() < 1
                || s.signum() < 1
                || r.compareTo(ORDER) >= 0
                || s.compareTo(ORDER) >= 0) {
            throw none();
        }
        return new EcdsaSignature(r, s);
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException("expected an ECDSA signature on P-256 as DER");
    }

    /// The bytes of the form that counts.
    public byte[] der() {
        BigInteger other = ORDER.subtract(s);
        ByteArrayOutputStream numbers = new ByteArrayOutputStream();
        for (BigInteger number : new BigInteger[] {r, s.min(other)}) {
            byte[] bytes = number.toByteArray();
            numbers.write(INTEGER);
            numbers.write(bytes.length);
            numbers.writeBytes(bytes);
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(SEQUENCE);
        der.write(numbers.size());
        der.writeBytes(numbers.toByteArray());
        return der.toByteArray();
    }

    /// Whether a signature is written in the form that counts.
    static boolean counts(byte[] der) {
        try {
            return Arrays.equals(ofDer(der).der(), der);
        } catch (IllegalArgumentException e) {
            // A signature that is none at all is refused like one of another key.
            return false;
        }
    }
}
