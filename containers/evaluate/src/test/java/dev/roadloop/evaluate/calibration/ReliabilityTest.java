package dev.roadloop.evaluate.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReliabilityTest {
    private static final String TRUTH =
            """
            {"images": [{"id": 1}, {"id": 2}], "categories": [{"id": 1}, {"id": 2}],
             "annotations": [
               {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "area": 100},
               {"id": 2, "image_id": 1, "category_id": 2, "bbox": [50, 0, 10, 10], "area": 100},
               {"id": 3, "image_id": 2, "category_id": 1, "bbox": [0, 0, 90, 90], "area": 8100,
                "iscrowd": 1}]}
            """;

    @TempDir private Path folder;

    @Test
    void theErrorIsTheMeanDistanceOfScoreAndPrecisionByHand() throws IOException {
        CocoFiles files =
                read(
                        """
                        [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "score": 0.95},
                         {"image_id": 1, "category_id": 1, "bbox": [90, 0, 10, 10], "score": 0.97},
                         {"image_id": 2, "category_id": 1, "bbox": [5, 5, 10, 10], "score": 0.96},
                         {"image_id": 1, "category_id": 2, "bbox": [50, 0, 10, 9], "score": 0.2}]
                        """);

        Reliability reliability = Reliability.of(evaluate(files));

        // Bin of 0.95 and 0.97: |1 - 1.92|; of 0.2: |1 - 0.2|; the third lies in a crowd region.
        assertThat(reliability.error(new int[] {1, 1})).isCloseTo(1.72 / 3, within(1e-12));
        assertThat(reliability.error(new int[] {0, 1})).isNaN();
        ReliabilityBin last = reliability.bins(new int[] {2, 1}).getLast();
        assertThat(last.detections()).isEqualTo(4);
        assertThat(last.precision()).isEqualTo(0.5);
        assertThat(last.confidence()).isCloseTo(0.96, within(1e-12));
    }

    @Test
    void scoresThatAreNoProbabilitiesHaveNoError() throws IOException {
        CocoFiles files =
                read(
                        """
                        [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "score": 7}]
                        """);

        Reliability reliability = Reliability.of(evaluate(files));

        assertThat(reliability.error(new int[] {1, 1})).isNaN();
        assertThat(reliability.bins(new int[] {1, 1})).isEmpty();
    }

    @Test
    void confusionCountsPairsOfAnyCategoriesAndWhatStaysAlone() throws IOException {
        CocoFiles files =
                read(
                        """
                        [{"image_id": 1, "category_id": 2, "bbox": [0, 0, 10, 10], "score": 0.9},
                         {"image_id": 1, "category_id": 1, "bbox": [1, 0, 10, 10], "score": 0.95},
                         {"image_id": 1, "category_id": 2, "bbox": [50, 0, 10, 9], "score": 0.1},
                         {"image_id": 2, "category_id": 2, "bbox": [5, 5, 10, 10], "score": 0.9}]
                        """);

        ConfusionMatrix confusion =
                ConfusionMatrix.of(files.truth(), files.detections().getFirst(), 0.25, 0.5);

        assertThat(confusion.counts())
                .containsExactly(List.of(0L, 1L, 0L), List.of(0L, 0L, 1L), List.of(1L, 0L, 0L));
        assertThat(confusion.labels()).containsExactly("1", "2", "background");
    }

    private static CocoEvaluation evaluate(CocoFiles files) {
        return CocoEvaluation.match(files.truth(), files.detections().getFirst());
    }

    private CocoFiles read(String found) throws IOException {
        return CocoFiles.read(
                Files.writeString(folder.resolve("truth.json"), TRUTH),
                List.of(Files.writeString(folder.resolve("found.json"), found)));
    }
}
