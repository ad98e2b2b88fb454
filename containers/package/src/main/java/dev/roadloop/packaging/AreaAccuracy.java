package dev.roadloop.packaging;

/// How well areas are found in full and in eight bits: mean intersection over union, at the cells
/// at which the model answers.
///
/// @param full of `model.onnx`
/// @param reduced of `model-int8.onnx`
public record AreaAccuracy(double full, double reduced) {

    /// How much is lost.
    double loss() {
        return full - reduced;
    }
}
