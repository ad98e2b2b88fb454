package dev.roadloop.aws;

import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.evidence.EcdsaSignature;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/// Signs payloads of any size in DSSE envelopes with an asymmetric KMS key (ECC_NIST_P256). What is
/// signed is the SHA-256 of the pre-authentication encoding, which binds the payload to its type.
///
/// Source: https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
public final class EnvelopeSigner {
    private static final SigningAlgorithmSpec ALGORITHM = SigningAlgorithmSpec.ECDSA_SHA_256;

    private final KmsClient kms;
    private final String keyId;

    /// @param kms the client; stays the caller's
    /// @param keyId the key's id, ARN or alias
    public EnvelopeSigner(KmsClient kms, String keyId) {
        this.kms = kms;
        this.keyId = keyId;
    }

    /// The payload in an envelope with one signature, whose key id is the key's ARN. The signature
    /// has the form of [EcdsaSignature].
    ///
    /// @param payloadType the payload's media type
    public DsseEnvelope sign(String payloadType, byte[] payload) {
        try {
            SignResponse signed =
                    kms.sign(request ->
                            request.keyId(keyId)
                                    .message(digest(payloadType, payload))
                                    .messageType(MessageType.DIGEST)
                                    .signingAlgorithm(ALGORITHM));
            String signature =
                    Base64.getEncoder()
                            .encodeToString(
                                    EcdsaSignature.ofDer(signed.signature().asByteArray()).der());
            return new DsseEnvelope(
                    payloadType,
                    Base64.getEncoder().encodeToString(payload),
                    List.of(new DsseEnvelope.Signature(signed.keyId(), signature)));
        } catch (SdkException e) {
            throw AwsFailures.translated("signing with KMS key " + keyId, e);
        }
    }

    static SdkBytes digest(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = Sha256.newDigest();
        digest.update(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        digest.update(type);
        digest.update((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        return SdkBytes.fromByteArrayUnsafe(digest.digest(payload));
    }
}
