package dev.roadloop.models.gate;

import dev.roadloop.domain.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a gate decided, and why.
///
/// @param model digest of the model
/// @param production digest of the model that it was compared with; absent if none
/// @param policy the policy's name and version
/// @param policySha256 digest of the policy, in Roadloop's own JSON
/// @param verdict whether the model may be promoted: it may if every check passed
/// @param checks all that was looked at
public record Decision(
        Sha256 model,
        @Nullable Sha256 production,
        String policy,
        Sha256 policySha256,
        Verdict verdict,
        List<Check> checks) {

    /// @throws IllegalArgumentException when a field is missing
    public Decision {
        if (model == null
                || policy == null
                || policySha256 == null
                || verdict == null
                || checks == null) {
            throw new IllegalArgumentException("expected a decision with all its fields");
        }
        checks = List.copyOf(checks);
    }

    /// Whether a model may be promoted.
    public enum Verdict {
        /// It may.
        PROMOTE,
        /// It may not.
        REFUSE
    }

    /// One thing that was looked at.
    ///
    /// @param name such as `floor mAP50 of night`
    /// @param expected by the policy
    /// @param found in the evidence
    /// @param passed whether that is enough
    public record Check(String name, String expected, String found, boolean passed) {
        /// @throws IllegalArgumentException when a field is missing
        public Check {
            if (name == null || expected == null || found == null) {
                throw new IllegalArgumentException("expected a check with all its fields");
            }
        }
    }

    /// The checks that failed.
    public List<Check> failures() {
        return checks.stream().filter(check -> !check.passed()).toList();
    }
}
