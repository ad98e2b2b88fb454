package dev.roadloop.models;

import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EcdsaSignature;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.models.bundle.StatementSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/// A key pair as KMS keeps one, and what can be done with both halves.
public final class TestKey implements StatementSigner {

    private final String id;
    private final KeyPair pair;

    public TestKey(String id) {
        this.id = id;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public TrustedKey trusted() {
        return TrustedKey.ofDer(pair.getPublic().getEncoded());
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    @Override
    public DsseEnvelope sign(String payloadType, byte[] payload) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(
                    ("DSSEv1 %d %s %d "
                                    .formatted(payloadType.length(), payloadType, payload.length))
                            .getBytes(StandardCharsets.UTF_8));
            signature.update(payload);
            return new DsseEnvelope(
                    payloadType,
                    Base64.getEncoder().encodeToString(payload),
                    List.of(
                            new DsseEnvelope.Signature(
                                    id,
                                    Base64.getEncoder()
                                            .encodeToString(
                                                    EcdsaSignature.ofDer(signature.sign())
                                                            .der()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] signed(Statement statement) {
        return Json.bytes(sign(Statement.MEDIA_TYPE, Json.bytes(statement)));
    }
}
