package dev.roadloop.contracts.qualification;

import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import org.jspecify.annotations.Nullable;

/// What becomes of a model whose training has finished: the document at
/// [QualificationKeys#qualificationPolicy]. A model without one is qualified by hand only.
///
/// @param version grows with each change
/// @param model the registered model that packages of this name become versions of
/// @param automatic whether its finished trainings are qualified at all
/// @param alias that versions are led to; absent for `production`
/// @param golden the set that judges them
/// @param goldenVersion the set's version
/// @param gate the gate's policy that must be the kept one
/// @param judging how they are judged; absent for the usual
/// @param approvalSeconds how long to wait for votes; absent for what the machine waits
public record QualificationPolicy(
        int version,
        String model,
        boolean automatic,
        @Nullable String alias,
        DatasetName golden,
        Sha256 goldenVersion,
        GateVersion gate,
        @Nullable Judging judging,
        @Nullable Long approvalSeconds) {

    /// @throws IllegalArgumentException when a field is missing
    public QualificationPolicy {
        if (version < 1 || model == null || model.isBlank()) {
            throw new IllegalArgumentException(
                    "expected a version of 1 or more and a model, found %d and %s"
                            .formatted(version, model));
        }
        if (golden == null || goldenVersion == null || gate == null) {
            throw new IllegalArgumentException(
                    "qualification policy of %s: expected golden, goldenVersion and gate, found %s, %s and %s"
                            .formatted(model, golden, goldenVersion, gate));
        }
    }

    /// A version of the policy that the gate decides by.
    ///
    /// @param name of the policy
    /// @param version of the policy
    public record GateVersion(String name, int version) {
        /// @throws IllegalArgumentException when a field is missing
        public GateVersion {
            if (name == null || name.isBlank() || version < 1) {
                throw new IllegalArgumentException(
                        "gate: expected a name and a version of 1 or more, found %s and %d"
                                .formatted(name, version));
            }
        }
    }
}
