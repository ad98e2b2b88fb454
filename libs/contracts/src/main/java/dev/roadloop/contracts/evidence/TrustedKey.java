package dev.roadloop.contracts.evidence;

import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.CallerException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A public key whose signatures are believed: ECDSA on P-256 with SHA-256, as KMS signs.
public final class TrustedKey {

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int LINE = 64;

    private final PublicKey key;

    private TrustedKey(PublicKey key) {
        this.key = key;
    }

    /// The key with this `SubjectPublicKeyInfo`, as KMS gives it.
    ///
    /// @throws IllegalArgumentException if it is no key on P-256
    public static TrustedKey ofDer(byte[] der) {
        try {
            PublicKey key =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            if (!(key instanceof ECPublicKey curve)
                    || !curve.getParams().getOrder().equals(EcdsaSignature.ORDER)) {
                throw new IllegalArgumentException("expected a public key on P-256");
            }
            return new TrustedKey(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "not a public key on an elliptic curve: " + e.getMessage(), e);
        }
    }

    /// The key in a PEM file.
    ///
    /// @throws IllegalArgumentException if it is none
    public static TrustedKey ofPem(String pem) {
        String text = pem.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IllegalArgumentException("expected a PEM file that begins with " + BEGIN);
        }
        return ofDer(
                Base64.getMimeDecoder()
                        .decode(text.substring(BEGIN.length(), text.length() - END.length())));
    }

    /// The key as a PEM file.
    public String pem() {
        return BEGIN
                + "\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n"
                + END
                + "\n";
    }

    /// Opens an envelope around a statement.
    ///
    /// Only the one spelling that [Json#bytes] gives is taken, and of the signature only the form
    /// that [EcdsaSignature] has, so that no byte of the file can be changed without notice, not
    /// even one that JSON or Base64 would ignore.
    ///
    /// @param json the envelope
    /// @param source what it is, for messages
    /// @throws CallerException unless this key signed it as it is
    public Signed open(byte[] json, String source) {
        DsseEnvelope envelope;
        byte[] payload;
        byte[] signature;
        try {
            envelope = Json.read(json, DsseEnvelope.class, source);
            payload = Base64.getDecoder().decode(envelope.payload());
            signature = Base64.getDecoder().decode(onlySignature(envelope, source).sig());
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new CallerException(source + ": not an envelope: " + e.getMessage());
        }
        DsseEnvelope again =
                new DsseEnvelope(
                        envelope.payloadType(),
                        Base64.getEncoder().encodeToString(payload),
                        List.of(
                                new DsseEnvelope.Signature(
                                        envelope.signatures().getFirst().keyid(),
                                        Base64.getEncoder().encodeToString(signature))));
        if (!Arrays.equals(Json.bytes(again), json)) {
            throw new CallerException(
                    source + ": the envelope is not written as Roadloop writes it");
        }
        if (!Statement.MEDIA_TYPE.equals(envelope.payloadType())
                || !EcdsaSignature.counts(signature)
                || !signed(envelope.payloadType(), payload, signature)) {
            throw new CallerException(
                    source + ": the signature is not one of the trusted key over this content");
        }
        try {
            return new Signed(
                    Json.read(payload, Statement.class, source),
                    envelope.signatures().getFirst().keyid());
        } catch (MalformedJsonException e) {
            throw new CallerException(source + ": not a statement: " + e.getMessage());
        }
    }

    /// A statement whose signature was checked.
    ///
    /// @param keyId what the signer called the key; not signed itself
    public record Signed(Statement statement, String keyId) {}

    private static DsseEnvelope.Signature onlySignature(DsseEnvelope envelope, String source) {
        if (envelope.signatures().size() != 1) {
            throw new IllegalArgumentException(
                    source + ": expected one signature, found " + envelope.signatures().size());
        }
        return envelope.signatures().getFirst();
    }

    private boolean signed(String payloadType, byte[] payload, byte[] signature) {
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key);
            check.update(preAuthenticationEncoding(payloadType, payload));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature that is none at all is refused like one of another key.
            return false;
        }
    }

    private static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(type);
        out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
