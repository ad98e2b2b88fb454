package dev.roadloop.evaluate.slices;

import java.util.List;

/// What changed from a baseline to a candidate.
///
/// @param baseline what the baseline is called: its file
/// @param level the chance of a false alarm that is accepted over all tests together
/// @param resamples how many resampled sets the tests rest on
/// @param differences one for each slice and number that both models have
public record Comparison(
        String baseline, double level, int resamples, List<Difference> differences) {
    /// Copies the list.
    public Comparison {
        differences = List.copyOf(differences);
    }

    /// Whether anything got worse.
    public boolean regressed() {
        return differences.stream().anyMatch(one -> one.change() == Change.REGRESSION);
    }
}
