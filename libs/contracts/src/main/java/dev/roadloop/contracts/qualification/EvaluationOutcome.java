package dev.roadloop.contracts.qualification;

import dev.roadloop.domain.Sha256;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the evaluation job tells the state machine: small, the rest lies under `evidence/`.
///
/// @param id of the qualification
/// @param model digest of the packaged model
/// @param production digest of the model in production; absent if none
/// @param samples pictures of the golden set
/// @param metrics over all of them, more is better
/// @param regressions slices and numbers that got worse, corrected for their number
/// @param report where the report's page lies in the gold bucket
public record EvaluationOutcome(
        String id,
        Sha256 model,
        @Nullable Sha256 production,
        int samples,
        Map<String, Double> metrics,
        int regressions,
        String report) {
    /// @throws IllegalArgumentException when a field is missing
    public EvaluationOutcome {
        if (id == null || model == null || metrics == null || report == null) {
            throw new IllegalArgumentException("expected an outcome with all its fields");
        }
        metrics = java.util.Collections.unmodifiableMap(new TreeMap<>(metrics));
    }
}
