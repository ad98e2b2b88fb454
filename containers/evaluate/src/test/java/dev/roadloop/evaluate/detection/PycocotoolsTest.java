package dev.roadloop.evaluate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.evaluate.coco.CocoFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our numbers beside those that pycocotools printed; `bench/coco/golden.py` says how.
class PycocotoolsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 1e-12;

    @TempDir private Path folder;

    @Test
    @Tag("slow")
    void numbersOfRandomSetsAndOfHalfTheirImagesAreThoseOfPycocotools() throws IOException {
        JsonNode golden = golden("pycocotools-random.json");
        assertThat(golden.size()).isGreaterThan(190);
        for (JsonNode expected : golden) {
            RandomSets set = RandomSets.make(expected.get("seed").asInt());
            assertThat(set.detections().size()).isEqualTo(expected.get("detections").asInt());
            CocoFiles files = set.write(folder);
            check(files, expected);
            checkEverySecondImage(files, expected);
        }
    }

    @Test
    void numbersOfRealFramesAreThoseOfPycocotools() throws IOException {
        for (JsonNode expected : golden("pycocotools-real.json")) {
            Path root = Path.of(System.getProperty("roadloop.root", "../.."));
            Path file =
                    Path.of(
                                    System.getProperty(
                                            "roadloop.testdata",
                                            root.resolve("../shared/data").toString()))
                            .resolve("detection")
                            .resolve(expected.get("set").asText())
                            .resolve("annotations_coco.json");
            assumeTrue(
                    Files.exists(file),
                    () -> "skipped: no " + file + "; name the data by -Droadloop.testdata=DIR");
            ObjectNode truth = (ObjectNode) JSON.readTree(file.toFile());
            ArrayNode found = RandomSets.perturb(truth, 1);
            assertThat(found.size()).isEqualTo(expected.get("detections").asInt());
            check(new RandomSets(truth, found).write(folder), expected);
        }
    }

    private static void checkEverySecondImage(CocoFiles files, JsonNode expected) {
        BitSet half = new BitSet();
        for (int i = 0; i < files.truth().images().size(); i += 2) {
            half.set(i);
        }
        same(
                expected.get("everySecondImage"),
                values(
                        CocoEvaluation.match(files.truth(), files.detections().getFirst())
                                .numbers(half)),
                "every second image of seed " + expected.get("seed"));
    }

    private static void check(CocoFiles files, JsonNode expected) {
        String name = expected.path("set").asText("seed " + expected.path("seed").asInt());
        CocoEvaluation evaluation =
                CocoEvaluation.match(files.truth(), files.detections().getFirst());
        same(expected.get("numbers"), values(evaluation.numbers()), name);
        same(
                expected.get("byCategory"),
                evaluation.numbersByCategory().stream()
                        .map(numbers -> numbers.get(CocoMetric.AP))
                        .toList(),
                name + ", by category");
    }

    private static List<Double> values(CocoNumbers numbers) {
        return new ArrayList<>(numbers.values().values());
    }

    private static void same(JsonNode expected, List<Double> found, String name) {
        assertThat(found).as(name).hasSize(expected.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i))
                    .as("%s, number %d", name, i)
                    .isCloseTo(expected.get(i).asDouble(), within(TOLERANCE));
        }
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = PycocotoolsTest.class.getResourceAsStream(name)) {
            return JSON.readTree(Objects.requireNonNull(in, name));
        }
    }
}
