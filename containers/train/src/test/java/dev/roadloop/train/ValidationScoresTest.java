package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.TrainingMetrics;
import dev.roadloop.evaluate.detection.CocoMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationScoresTest {

    @TempDir private Path folder;

    @Test
    void theirNamesAreThoseThatSweepsKnow() {
        assertThat(TrainingMetrics.AT_END)
                .containsExactlyElementsOf(
                        Arrays.stream(CocoMetric.values())
                                .map(metric -> "validation_" + metric.label())
                                .toList());
    }

    @Test
    void theyAreCocosNumbersAndThoseOfSizesThatAreNotThereAreLeftOut() throws IOException {
        Files.writeString(
                folder.resolve("ground-truth.json"),
                """
                {"images":[{"id":1,"file_name":"a","width":64,"height":32}],
                 "categories":[{"id":1,"name":"box"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[8,8,20,16],"area":320,"iscrowd":0}]}
                """);
        Files.writeString(
                folder.resolve("detections.json"),
                """
                [{"image_id":1,"category_id":1,"bbox":[8,8,20,12],"score":0.9}]
                """);

        TreeMap<String, Double> scores = new TreeMap<>(ValidationScores.read(folder));

        // Three quarters overlap: found up to 0.75, and so at six of ten overlaps.
        assertThat(scores)
                .containsKeys("validation_APsmall", "validation_AR100")
                .doesNotContainKeys("validation_APmedium", "validation_APlarge");
        assertThat(scores.get("validation_AP50")).isCloseTo(1, within(1e-9));
        assertThat(scores.get("validation_AP75")).isCloseTo(1, within(1e-9));
        assertThat(scores.get("validation_AP")).isCloseTo(0.6, within(1e-9));
        ValidationScores.write(folder, scores);
        assertThat(ValidationScores.of(folder)).isEqualTo(scores);
        assertThat(ValidationScores.of(folder.resolve("elsewhere"))).isEmpty();
    }
}
