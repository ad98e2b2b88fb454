package dev.roadloop.vision;

import org.bytedeco.opencv.global.opencv_core;

/// Loads OpenCV once and leaves the threads to us: one picture per thread is faster than one
/// picture on all of them.
final class NativeVision {

    static {
        // JavaCPP refuses to allocate once the whole process is larger than four heaps. Jobs run
        // with small heaps on purpose, and what is made here is closed here, so the limit does only
        // harm.
        preset("maxBytes", "0");
        preset("maxPhysicalBytes", "0");
        // Nor is there anything to be found by a search for CUDA's libraries, which takes a third
        // of the time of loading.
        preset("platform.extension", "");
        opencv_core.setNumThreads(1);
    }

    private NativeVision() {}

    /// Called before the first native object is made.
    static void load() {
        // The class initialiser did it.
    }

    private static void preset(String setting, String value) {
        String name = "org.bytedeco.javacpp." + setting;
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
