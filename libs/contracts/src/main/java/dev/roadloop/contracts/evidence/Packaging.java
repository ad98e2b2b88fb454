package dev.roadloop.contracts.evidence;

import dev.roadloop.domain.Sha256;
import java.util.Map;

/// What a packaged model is.
///
/// @param format such as `onnx` or `onnx-int8`
/// @param bytes its size
/// @param checkpoint digest of the checkpoint that it was made of
/// @param differences the largest differences from the checkpoint, by output
public record Packaging(
        String format, long bytes, Sha256 checkpoint, Map<String, Double> differences) {
    /// @throws IllegalArgumentException when a field is missing or a difference is no number
    public Packaging {
        Values.text(format, "format");
        Values.notNegative(bytes, "bytes");
        Values.present(checkpoint, "checkpoint");
        differences = Values.numbers(differences, "differences");
    }
}
