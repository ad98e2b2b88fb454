package dev.roadloop.embedded.stepfunctions.asl;

/// Something wrong with a definition.
///
/// @param severity whether AWS would refuse the definition, or take it and fail later
/// @param code AWS's diagnostic code, such as `SCHEMA_VALIDATION_FAILED`
/// @param message what is wrong, what was expected, what was found
/// @param location JSON path such as `/States/Inspect/Next`; empty for the definition as a whole
public record Problem(Severity severity, String code, String message, String location) {

    /// How bad a problem is.
    public enum Severity {
        /// `CreateStateMachine` refuses the definition.
        ERROR,
        /// `CreateStateMachine` accepts the definition; it fails when run, or is never what was
        /// meant.
        WARNING
    }

    static Problem schema(String message, String location) {
        return new Problem(Severity.ERROR, "SCHEMA_VALIDATION_FAILED", message, location);
    }

    static Problem warning(String code, String message, String location) {
        return new Problem(Severity.WARNING, code, message, location);
    }

    /// As AWS prints it in the message of `InvalidDefinition`.
    @Override
    public String toString() {
        return "%s: %s at %s".formatted(code, message, location.isEmpty() ? "null" : location);
    }
}
