package dev.roadloop.evaluate.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.Comparison.SliceDifference;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Areas, such as what can be driven on.
@Tag("slow")
class EvaluateAreasTest {
    @TempDir private Path folder;
    private SquaresLab lab;

    @BeforeEach
    void open() {
        lab = new SquaresLab(folder);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void tellsThatAreasAreFoundNoMore() throws IOException {
        lab.judgeBy(Squares.put(lab::store, "areas", DatasetSplit.TEST, 24, 3, Squares.AREAS));
        lab.put(SquaresLab.ARTIFACT, lab.model(0, SquaresLab.CLASSES));
        Sha256 before =
                lab.put(
                        SquaresLab.BEFORE,
                        lab.model(
                                0,
                                SquaresLab.CLASSES,
                                Map.of(
                                        "roadloop.areas",
                                        "[\"red paint\",\"green paint\",\"blue paint\"]")));
        lab.request(new Production("2", before, SquaresLab.BEFORE), 0);

        EvaluationOutcome outcome = lab.evaluate("1", 2);

        assertThat(outcome.regressions()).isPositive();
        assertThat(lab.predicate(EvidenceKind.COMPARISON, Comparison.class).differences())
                .filteredOn(one -> one.metric().equals("mIoU"))
                .allMatch(one -> one.difference() < -0.5 && one.high() < -0.5)
                .extracting(SliceDifference::slice)
                .containsExactly("all", "day");
    }

    @Test
    void judgesAreasWhereTheyAreKnownSliceBySlice() throws IOException {
        lab.judgeBy(Squares.put(lab::store, "areas", DatasetSplit.TEST, 24, 3, Squares.AREAS));
        lab.put(
                SquaresLab.ARTIFACT,
                lab.model(
                        0,
                        SquaresLab.CLASSES,
                        Map.of("roadloop.areas", "[\"red paint\",\"green paint\",\"sky\"]")));
        lab.request(null, 2);

        EvaluationOutcome outcome = lab.evaluate("1", 2);

        // A lit cell is inside where the product of two lines from 1 at its middle to 0 at the next
        // one's is a half: of its 64 pixels 40 are, of its 256 at twice the size 160.
        assertThat(outcome.metrics().get("IoU of red paint")).isBetween(0.58, 0.66);
        assertThat(outcome.metrics().get("IoU of green paint")).isBetween(0.58, 0.66);
        assertThat(outcome.metrics()).containsEntry("IoU of blue paint", 0.0);
        double mean =
                (outcome.metrics().get("IoU of red paint")
                                + outcome.metrics().get("IoU of green paint"))
                        / 3;
        assertThat(outcome.metrics().get("mIoU")).isCloseTo(mean, within(1e-12));
        assertThat(lab.predicate(EvidenceKind.EVALUATION, Evaluation.class).slices())
                .filteredOn(score -> score.metric().equals("mIoU"))
                // Nothing is known by night.
                .extracting(Evaluation.SliceScore::slice)
                .containsExactlyInAnyOrder("all", "day");
        assertThat(outcome.metrics().get("rIoU")).isBetween(0.0, 1.0);
        JsonNode report = Json.jackson().readTree(lab.object("evidence/squares/3/q1/report.json"));
        assertThat(report.at("/robustness/areas/runs")).hasSize(75);
        assertThat(report.at("/robustness/areas/cleanIoU").asDouble()).isBetween(0.1, 1.0);
        assertThat(report.at("/areas/0/name").asText()).isEqualTo("red paint");
        assertThat(report.at("/areas/0/iou").asDouble())
                .isEqualTo(outcome.metrics().get("IoU of red paint"));
        assertThat(report.at("/areas/0/recall").asDouble()).isBetween(0.58, 0.66);
        assertThat(report.at("/areas/0/precision").asDouble()).isGreaterThan(0.9);
        assertThat(report.at("/areas/2/recall").asDouble()).isZero();
        assertThat(report.at("/areas/2/precision").isMissingNode()).isTrue();
        JsonNode confusion = report.at("/areaConfusion");
        assertThat(confusion.at("/slices/0/slice").asText()).isEqualTo("all");
        assertThat(confusion.at("/slices/0/counts/0/0")).isEqualTo(report.at("/areas/0/found"));
        assertThat(confusion.at("/slices/0/counts/2/3"))
                .as("blue paint, of which the model knows nothing, is taken for none")
                .isEqualTo(report.at("/areas/2/missed"));
        for (JsonNode slice : confusion.path("slices")) {
            long pixels = 0;
            for (JsonNode row : slice.path("counts")) {
                for (JsonNode count : row) {
                    pixels += count.asLong();
                }
            }
            assertThat(pixels > 0)
                    .as(slice.path("slice").asText())
                    .isEqualTo(!slice.path("slice").asText().equals("night"));
        }
        assertThat(
                        new String(
                                lab.object("evidence/squares/3/q1/report.html"),
                                StandardCharsets.UTF_8))
                .contains(
                        "Where it errs most about areas",
                        "blue paint: wrong about",
                        "mIoU",
                        "Mean IoU of areas by corruption and severity");
    }
}
