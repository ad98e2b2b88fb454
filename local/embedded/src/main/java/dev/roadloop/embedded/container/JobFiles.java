package dev.roadloop.embedded.container;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// What this machine gives programs of images: a part of its memory, and folders that are cleared.
public final class JobFiles {

    private JobFiles() {}

    /// Half of this machine's memory: what a job that asks for a larger machine has to do with.
    public static long machineMiB() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize() / 2 >> 20
                : 2048;
    }

    /// Removes a folder with all that is in it, if it is there.
    public static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
