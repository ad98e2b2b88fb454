package dev.roadloop.contracts.evidence;

import java.util.Map;

/// How a model was trained, so that it can be trained again.
///
/// @param dataset what it learnt from
/// @param codeCommit of the code
/// @param image digest of the job's image, `sha256:…`; of a run without an image `none`
/// @param seed of its random numbers
/// @param steps how many it took
/// @param settings hyperparameters, as text
public record Training(
        DatasetVersion dataset,
        String codeCommit,
        String image,
        long seed,
        long steps,
        Map<String, String> settings) {
    /// @throws IllegalArgumentException when a field is missing
    public Training {
        Values.present(dataset, "dataset");
        Values.text(codeCommit, "codeCommit");
        Values.text(image, "image");
        Values.notNegative(steps, "steps");
        Values.present(settings, "settings");
        settings = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
    }
}
