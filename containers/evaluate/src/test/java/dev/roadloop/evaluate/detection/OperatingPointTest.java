package dev.roadloop.evaluate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.evaluate.coco.CocoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatingPointTest {
    @TempDir private Path folder;

    @Test
    void isWhereMissedAndInventedObjectsWeighLeast() throws IOException {
        // Of four objects two are found at once, one behind an invention, one behind many.
        OperatingPoint point = of("0.9", "0.8", "!0.7", "0.6", "!0.5", "!0.5", "!0.4", "0.3");

        assertThat(point.score()).isEqualTo(0.6);
        assertThat(point.precision()).isEqualTo(0.75);
        assertThat(point.recall()).isEqualTo(0.75);
        assertThat(point.f1()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void doesNotCutBetweenEqualScores() throws IOException {
        OperatingPoint point = of("0.9", "!0.5", "0.5", "0.5", "0.5");

        assertThat(point.score()).isEqualTo(0.5);
        assertThat(point.precision()).isEqualTo(0.8);
        assertThat(point.recall()).isEqualTo(1);
    }

    @Test
    void isNowhereWhereNothingIsFound() throws IOException {
        assertThat(OperatingPoint.of(evaluation("!0.9"))).isEmpty();
        assertThat(OperatingPoint.of(evaluation())).isEmpty();
    }

    private OperatingPoint of(String... scores) throws IOException {
        return OperatingPoint.of(evaluation(scores)).orElseThrow();
    }

    /// Four objects, and detections that each find the next of them, but for those with `!`.
    private CocoEvaluation evaluation(String... scores) throws IOException {
        StringBuilder found = new StringBuilder();
        int object = 0;
        for (String score : scores) {
            boolean invented = score.startsWith("!");
            found.append(found.isEmpty() ? "" : ", ")
                    .append(
                            "{\"image_id\": 1, \"category_id\": 1, \"bbox\": [%d, %d, 50, 50], \"score\": %s}"
                                    .formatted(
                                            100 * (invented ? 7 : object),
                                            invented ? 300 : 0,
                                            score.replace("!", "")));
            object += invented ? 0 : 1;
        }
        String labels =
                String.join(
                        ", ",
                        IntStream.range(0, 4)
                                .mapToObj(i ->
                                        "{\"id\": %d, \"image_id\": 1, \"category_id\": 1, \"bbox\": [%d, 0, 50, 50], \"area\": 2500}"
                                                .formatted(i + 1, 100 * i))
                                .toList());
        Path truth =
                Files.writeString(
                        folder.resolve("truth.json"),
                        "{\"images\": [{\"id\": 1}], \"categories\": [{\"id\": 1}], \"annotations\": [%s]}"
                                .formatted(labels));
        CocoFiles files =
                CocoFiles.read(
                        truth,
                        List.of(
                                Files.writeString(
                                        folder.resolve("found.json"), "[" + found + "]")));
        return CocoEvaluation.match(files.truth(), files.detections().getFirst());
    }
}
