package dev.roadloop.contracts;

import dev.roadloop.domain.Sha256;
import java.time.Instant;
import java.util.List;

/// Event: a gate decided whether a model may be promoted.
///
/// @param eventId the same for every emission of the same event
/// @param qualification the name of its execution
/// @param model the registered model's name
/// @param version its version
/// @param sha256 digest of the packaged model
/// @param verdict `PROMOTE` or `REFUSE`
/// @param failures the checks that failed; none if it may be promoted
/// @param bundle what the keys of the decision's bundle begin with, in the gold bucket
/// @param report where the evaluation's page lies there
/// @param decidedAt when
public record ModelQualified(
        String eventId,
        String qualification,
        String model,
        String version,
        Sha256 sha256,
        String verdict,
        List<String> failures,
        String bundle,
        String report,
        Instant decidedAt) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "ModelQualified";

    /// @throws IllegalArgumentException when a field is missing, or a verdict does not fit its
    ///   failures
    public ModelQualified {
        Required.text(eventId, "eventId");
        Required.text(qualification, "qualification");
        Required.text(model, "model");
        Required.text(version, "version");
        Required.present(sha256, "sha256");
        Required.text(verdict, "verdict");
        Required.present(failures, "failures");
        Required.text(bundle, "bundle");
        Required.text(report, "report");
        Required.present(decidedAt, "decidedAt");
        failures = List.copyOf(failures);
        if (!verdict.equals(failures.isEmpty() ? "PROMOTE" : "REFUSE")) {
            throw new IllegalArgumentException(
                    "the field \"verdict\" is \""
                            + verdict
                            + "\" with "
                            + failures.size()
                            + " failures; expected PROMOTE without, REFUSE with some");
        }
    }
}
