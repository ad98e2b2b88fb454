package dev.roadloop.contracts.evidence;

/// Whether what a model is judged on was kept out of its training.
///
/// @param training what it learnt from
/// @param golden what it is judged on
/// @param pairs samples of one that are, or nearly are, samples of the other: expected 0
public record Leakage(DatasetVersion training, DatasetVersion golden, long pairs) {
    /// @throws IllegalArgumentException when a field is missing
    public Leakage {
        Values.present(training, "training");
        Values.present(golden, "golden");
        Values.notNegative(pairs, "pairs");
    }
}
