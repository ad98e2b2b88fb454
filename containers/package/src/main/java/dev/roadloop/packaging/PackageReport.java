package dev.roadloop.packaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the job ended, as `outcome.json` says it.
///
/// @param outcome its name
/// @param message why, where there is no bundle
/// @param model SHA-256 of `model.onnx`
/// @param bytes its size
/// @param reducedBytes size of `model-int8.onnx`
/// @param differences of ONNX Runtime's answers from the network's
/// @param slices what eight bits cost, the whole set first
/// @param areas what they cost of areas, likewise; empty where none are known
/// @param judged pictures on which that was measured
/// @param latency of `model.onnx`
/// @param reducedLatency of `model-int8.onnx`
/// @param nms of `model-nms.onnx`, where that was asked for
/// @param tensorrt what became of the TensorRT engine
public record PackageReport(
        PackageOutcome outcome,
        @Nullable String message,
        @Nullable String model,
        long bytes,
        long reducedBytes,
        @Nullable Differences differences,
        List<SliceLoss> slices,
        List<SliceLoss> areas,
        int judged,
        @Nullable Timing latency,
        @Nullable Timing reducedLatency,
        @Nullable Suppression nms,
        @Nullable Engine tensorrt) {

    /// Copies the lists.
    public PackageReport {
        areas = List.copyOf(areas);
        slices = List.copyOf(slices);
    }

    /// The report of a job that made no bundle.
    static PackageReport failed(PackageOutcome outcome, String message) {
        return new PackageReport(
                outcome, message, null, 0, 0, null, List.of(), List.of(), 0, null, null, null,
                null);
    }
}
