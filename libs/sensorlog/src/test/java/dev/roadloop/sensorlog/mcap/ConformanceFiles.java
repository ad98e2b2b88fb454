package dev.roadloop.sensorlog.mcap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The folder of the official conformance files: pairs of `.mcap` and `.json`, see
/// https://github.com/foxglove/mcap/tree/main/tests/conformance.
final class ConformanceFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ConformanceFiles() {}

    static List<Path> all() throws IOException {
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        Path folder =
                Path.of(
                        System.getProperty(
                                "conformance.mcap",
                                root.resolve("../shared/data/fixtures/mcap_conformance")
                                        .toString()));
        Assumptions.assumeTrue(
                Files.isDirectory(folder),
                () ->
                        "skipped: no MCAP conformance files in "
                                + folder
                                + "; name their folder by -Dconformance.mcap=DIR");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".mcap")).sorted().toList();
        }
    }

    static JsonNode expectation(Path mcap) throws IOException {
        String name = mcap.getFileName().toString();
        return JSON.readTree(mcap.resolveSibling(name.replaceFirst("\\.mcap$", ".json")).toFile());
    }
}
