package dev.roadloop.contracts;

/// What a redaction says of a drive.
public enum RedactionVerdict {
    /// The clean recordings may be used.
    CLEAN,
    /// Too little is found by the policy, or a check failed: somebody must look first.
    HELD
}
