package dev.roadloop.models.qualification;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.models.bundle.StatementSigner;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;

/// The KMS key that reports and evidence are signed with, both halves of it.
final class SigningKey implements StatementSigner {
    private final KmsClient kms;
    private final String id;

    /// @param kms the client; stays the caller's
    /// @param id the key's id, ARN or alias
    SigningKey(KmsClient kms, String id) {
        this.kms = kms;
        this.id = id;
    }

    /// Its public half.
    TrustedKey trusted() {
        try {
            return TrustedKey.ofDer(
                    kms.getPublicKey(request -> request.keyId(id)).publicKey().asByteArray());
        } catch (SdkException e) {
            throw AwsFailures.translated("fetching the public half of KMS key " + id, e);
        }
    }

    @Override
    public DsseEnvelope sign(String payloadType, byte[] payload) {
        return new EnvelopeSigner(kms, id).sign(payloadType, payload);
    }
}
