package dev.roadloop.train.cloud;

import dev.roadloop.learning.training.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Whether a process can compute on a GPU of NVIDIA's.
final class Gpus {

    /// There once the driver is loaded; containers are given it with their GPUs.
    private static final Path DRIVER = Path.of("/dev/nvidiactl");

    private Gpus() {}

    /// PyTorch is asked last: it does not load where the image's own is not there.
    ///
    /// @param environment `PYTORCH_LIBRARY_PATH`, where the image has PyTorch for GPUs
    static boolean usable(Map<String, String> environment) {
        String pytorch = environment.getOrDefault("PYTORCH_LIBRARY_PATH", "");
        return Files.exists(DRIVER)
                && (pytorch.isEmpty() || Files.isDirectory(Path.of(pytorch)))
                && Machine.hasGpu();
    }
}
