package dev.roadloop.learning.training;

import ai.djl.engine.Engine;

/// What of the machine a training may use.
///
/// @param loaderThreads threads that make batches
/// @param imageMemory bytes of decoded pixels that may be kept
public record Machine(int loaderThreads, long imageMemory) {

    /// All but one core for batches, half of the Java heap for pixels.
    public static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(Math.max(1, runtime.availableProcessors() - 1), runtime.maxMemory() / 2);
    }

    /// Whether PyTorch finds a GPU.
    public static boolean hasGpu() {
        return Engine.getInstance().getGpuCount() > 0;
    }
}
