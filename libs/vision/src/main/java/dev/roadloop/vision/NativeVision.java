package dev.roadloop.vision;

import org.bytedeco.opencv.global.opencv_core;

/// Loads OpenCV once and leaves the threads to us: one picture per thread is faster than one
/// picture on all of them.
final class NativeVision {

    static {
        opencv_core.setNumThreads(1);
    }

    private NativeVision() {}

    /// Called before the first native object is made.
    static void load() {
        // The class initialiser did it.
    }
}
