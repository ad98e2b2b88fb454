package dev.roadloop.embedded.kms;

import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.template.CloudResource;
import java.util.List;

/// A key as the template declares it.
///
/// @param id key id
/// @param arn key ARN
/// @param usage `ENCRYPT_DECRYPT` or `SIGN_VERIFY`
/// @param spec such as `SYMMETRIC_DEFAULT` or `ECC_NIST_P256`
/// @param description as in the template
record KmsKey(String id, String arn, String usage, String spec, String description) {

    static KmsKey of(CloudResource resource) {
        KmsKey key =
                new KmsKey(
                        resource.ref(),
                        resource.arn(),
                        resource.text("KeyUsage").orElse("ENCRYPT_DECRYPT"),
                        resource.text("KeySpec").orElse("SYMMETRIC_DEFAULT"),
                        resource.text("Description").orElse(""));
        if (key.spec().equals("SYMMETRIC_DEFAULT")
                ? !key.usage().equals("ENCRYPT_DECRYPT")
                : !key.usage().equals("SIGN_VERIFY") || key.curve().isEmpty()) {
            throw new IllegalArgumentException(
                    resource
                            + ": expected SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT, or "
                            + "ECC_NIST_P256, P384 or P521 for SIGN_VERIFY, found "
                            + key.spec()
                            + " for "
                            + key.usage());
        }
        return key;
    }

    /// The JCA name of the curve, empty for another kind of key.
    String curve() {
        return switch (spec) {
            case "ECC_NIST_P256" -> "secp256r1";
            case "ECC_NIST_P384" -> "secp384r1";
            case "ECC_NIST_P521" -> "secp521r1";
            default -> "";
        };
    }

    /// The one signing algorithm of the curve.
    String signingAlgorithm() {
        return switch (spec) {
            case "ECC_NIST_P256" -> "ECDSA_SHA_256";
            case "ECC_NIST_P384" -> "ECDSA_SHA_384";
            default -> "ECDSA_SHA_512";
        };
    }

    /// Digest length of the signing algorithm in bytes.
    int digestBytes() {
        return switch (spec) {
            case "ECC_NIST_P256" -> 32;
            case "ECC_NIST_P384" -> 48;
            default -> 64;
        };
    }

    KmsKey require(String wantedUsage, String action) {
        if (!usage.equals(wantedUsage)) {
            throw new ApiException(
                    "InvalidKeyUsageException",
                    400,
                    arn + " key usage is " + usage + " which is not valid for " + action + ".");
        }
        return this;
    }

    List<String> algorithms() {
        return usage.equals("SIGN_VERIFY")
                ? List.of(signingAlgorithm())
                : List.of("SYMMETRIC_DEFAULT");
    }
}
