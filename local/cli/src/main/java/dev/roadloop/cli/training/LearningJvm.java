package dev.roadloop.cli.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A process for a job that computes with PyTorch, with the class path of this one. A process of
/// its own, because native threads take their orders from its environment, and because it may be
/// killed.
final class LearningJvm {

    private LearningJvm() {}

    /// A process that runs this class, not yet started. What it says as errors goes where this
    /// process's errors go.
    static ProcessBuilder of(Class<?> main) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dai.djl.offline=true",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                                "-Dslf4j.internal.verbosity=ERROR",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                main.getName()));
        Map<String, String> environment = builder.environment();
        // Not as an argument: ONNX Runtime 1.29.0 overflows its stack on long ones.
        environment.put("CLASSPATH", System.getProperty("java.class.path"));
        environment.put("OMP_WAIT_POLICY", "PASSIVE");
        environment.put("GOMP_SPINCOUNT", "0");
        // The memory of one step serves the next: handing it back and asking again costs more.
        environment.put("MALLOC_ARENA_MAX", "1");
        environment.put("MALLOC_MMAP_MAX_", "0");
        environment.put("MALLOC_TRIM_THRESHOLD_", "4294967296");
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    }
}
