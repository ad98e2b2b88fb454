package dev.roadloop.models.bundle;

import dev.roadloop.models.gate.Decision;
import org.jspecify.annotations.Nullable;

/// What a bundle's signed decision says.
///
/// @param model the registered model's name
/// @param version the version that may be promoted, or may not
/// @param keyId what the signer calls the key that all evidence must be signed with
/// @param decision the gate's
/// @param approvals how many different people must approve before it is promoted; absent if none
public record PromotionRecord(
        String model,
        String version,
        String keyId,
        Decision decision,
        @Nullable Integer approvals) {

    /// The `predicateType` of its statement.
    public static final String PREDICATE_TYPE = "https://roadloop.dev/attestation/promotion/v1";

    /// @throws IllegalArgumentException when a field is missing
    public PromotionRecord {
        if (model == null || version == null || keyId == null || decision == null) {
            throw new IllegalArgumentException("expected a promotion with all its fields");
        }
        if (approvals != null && approvals < 1) {
            throw new IllegalArgumentException(
                    "approvals: expected 1 or more, or none at all, found " + approvals);
        }
    }
}
