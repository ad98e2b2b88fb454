package dev.roadloop.evaluate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.coco.IouType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Masks beside those of pycocotools; `bench/coco/golden_masks.py` says how.
class MasksTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void numbersByMaskAreThoseOfPycocotools() throws IOException {
        JsonNode golden = golden();
        assertThat(golden.size()).isEqualTo(8);
        for (JsonNode expected : golden) {
            CocoFiles files = read(expected.get("truth"), expected.get("detections"));
            List<Double> found =
                    new ArrayList<>(
                            CocoEvaluation.match(files.truth(), files.detections().getFirst())
                                    .numbers()
                                    .values()
                                    .values());
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i))
                        .as("number %d", i)
                        .isCloseTo(expected.get("numbers").get(i).asDouble(), within(1e-12));
            }
        }
    }

    @Test
    void runsAsTextAreThoseOfPycocotools() throws IOException {
        int compared = 0;
        for (JsonNode expected : golden()) {
            for (JsonNode annotation : expected.at("/truth/annotations")) {
                JsonNode counts = annotation.at("/segmentation/counts");
                if (counts.isTextual()) {
                    JsonNode size = annotation.at("/segmentation/size");
                    RunLengths runs =
                            RunLengths.parse(
                                    size.get(0).asInt(), size.get(1).asInt(), counts.asText());
                    assertThat(runs.text()).isEqualTo(counts.asText());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void aDetectionWithoutAMaskIsAsItsBox() throws IOException {
        ObjectNode truth = truth("[[10, 10, 10, 30, 40, 30, 40, 10]]");
        ArrayNode found = JSON.createArrayNode();
        found.addObject()
                .put("image_id", 1)
                .put("category_id", 1)
                .put("score", 0.5)
                .putArray("bbox")
                .add(10)
                .add(10)
                .add(30)
                .add(20);

        CocoFiles files = read(truth, found);

        assertThat(files.detections().getFirst().overlap(0, files.truth().annotations(), 0))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[[1, 2, 3, 4]]                        | at least three corners, found 4 numbers",
                "[[1, 2, 3, 4, 5, 6, 7]]               | at least three corners, found 7 numbers",
                "[]                                    | at least one polygon",
                "[[1, 2, 3, 4, 5, 1e8]]                | corners near an image of 60 x 50 pixels",
                "'\"abc\"'                             | polygons or runs",
                "{\"size\": [50, 60]}                  | size [height, width] and counts",
                "{\"size\": [50, 60], \"counts\": [1]} | runs over 60 x 50 pixels",
                "{\"size\": [5, 6], \"counts\": [30]}  | expected a mask of 60 x 50 pixels",
                "{\"size\": [50, 60], \"counts\": \"o\"} | a broken number",
                "{\"size\": [50, 60], \"counts\": \"! \"} | the character code",
                "{\"size\": [99999, 99999], \"counts\": [1]} | a size of 1 to 100000000 pixels"
            })
    void refusesWhatIsNoMaskOfTheImage(String segmentation, String what) throws IOException {
        ObjectNode truth = truth(segmentation);
        assertThatThrownBy(() -> read(truth, JSON.createArrayNode()))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("truth.json: annotations[0]")
                .hasMessageContaining(what);
    }

    @Test
    void masksNeedTheSizesOfTheirImages() throws IOException {
        ObjectNode truth = truth("[[10, 10, 10, 30, 40, 30, 40, 10]]");
        ((ObjectNode) truth.at("/images/0")).remove("width");
        assertThatThrownBy(() -> read(truth, JSON.createArrayNode()))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("images with a width and a height");
    }

    private static ObjectNode truth(String segmentation) throws IOException {
        return (ObjectNode)
                JSON.readTree(
                        """
                        {"images": [{"id": 1, "width": 60, "height": 50}],
                         "categories": [{"id": 1}],
                         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "area": 600,
                                          "bbox": [10, 10, 30, 20], "segmentation": %s}]}
                        """
                                .formatted(segmentation));
    }

    private CocoFiles read(JsonNode truth, JsonNode found) throws IOException {
        return CocoFiles.read(
                Files.writeString(folder.resolve("truth.json"), truth.toString()),
                List.of(Files.writeString(folder.resolve("found.json"), found.toString())),
                IouType.SEGM);
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in = MasksTest.class.getResourceAsStream("pycocotools-masks.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        }
    }
}
