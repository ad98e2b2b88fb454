package dev.roadloop.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.kms.KeySpec;
import software.amazon.awscdk.services.kms.KeyUsage;
import software.constructs.Construct;

/// The three keys. Raw recordings show faces and number plates, so they have a key of their own:
/// disabling it makes every raw byte unreadable at once and touches nothing derived.
final class DriveKeys extends Construct {

    private final Key raw;
    private final Key derived;
    private final Key reportSigning;

    DriveKeys(Construct scope, String id) {
        super(scope, id);
        this.raw =
                Key.Builder.create(this, "Raw")
                        .description("Roadloop: recordings as uploaded (landing, bronze)")
                        .enableKeyRotation(true)
                        .pendingWindow(Duration.days(30))
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        this.derived =
                Key.Builder.create(this, "Derived")
                        .description("Roadloop: what is derived from recordings (silver, gold)")
                        .enableKeyRotation(true)
                        .pendingWindow(Duration.days(30))
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
        // Asymmetric keys cannot rotate: a signature must stay verifiable with the public key of
        // its day.
        this.reportSigning =
                Key.Builder.create(this, "ReportSigning")
                        .description("Roadloop: signs inspection reports (ECDSA P-256, SHA-256)")
                        .keySpec(KeySpec.ECC_NIST_P256)
                        .keyUsage(KeyUsage.SIGN_VERIFY)
                        .pendingWindow(Duration.days(30))
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build();
    }

    /// Encrypts landing and bronze.
    IKey raw() {
        return raw;
    }

    /// Encrypts silver and gold.
    IKey derived() {
        return derived;
    }

    /// Signs reports; ECDSA over P-256 with SHA-256.
    IKey reportSigning() {
        return reportSigning;
    }
}
