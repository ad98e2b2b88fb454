package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.evidence.TrustedKey;
import software.amazon.awssdk.services.kms.KmsClient;

/// The public half of the key that a platform signs reports and evidence with.
final class ReportKey {

    private ReportKey() {}

    static TrustedKey of(Platform platform, KmsClient kms) {
        return TrustedKey.ofDer(
                kms.getPublicKey(request -> request.keyId(platform.reportKey()))
                        .publicKey()
                        .asByteArray());
    }
}
