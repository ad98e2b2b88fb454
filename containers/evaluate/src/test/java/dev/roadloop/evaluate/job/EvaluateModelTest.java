package dev.roadloop.evaluate.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.Comparison.SliceDifference;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Leakage;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Training;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EvaluateModelTest {
    private static final String NAMES_TURNED = "[\"blue\",\"green\",\"red\"]";

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
    void signsEvidenceOfEveryKindAboutThePackagedModel() throws IOException {
        Sha256 model = lab.put(SquaresLab.ARTIFACT, lab.model(0, SquaresLab.CLASSES));
        lab.request(null, 2);

        EvaluationOutcome outcome = lab.evaluate("1", 2);

        assertThat(outcome.metrics()).containsEntry("AP", 1.0).containsEntry("AP50", 1.0);
        assertThat(outcome.metrics().get("rPC")).isBetween(0.0, 1.0);
        assertThat(outcome.samples()).isEqualTo(24);
        for (EvidenceKind kind : EvidenceKind.values()) {
            assertThat(lab.statement(kind).isAbout(model)).as(kind.key()).isTrue();
            assertThat(lab.statement(kind).kind()).contains(kind);
        }
        Evaluation evaluation = lab.predicate(EvidenceKind.EVALUATION, Evaluation.class);
        assertThat(evaluation.golden().sha256()).isEqualTo(lab.golden().version());
        assertThat(evaluation.slices())
                .filteredOn(score -> score.metric().equals("AP"))
                .extracting(Evaluation.SliceScore::slice, Evaluation.SliceScore::samples)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("all", 24L),
                        org.assertj.core.groups.Tuple.tuple("day", 12L),
                        org.assertj.core.groups.Tuple.tuple("night", 12L));
        assertThat(lab.predicate(EvidenceKind.LEAKAGE, Leakage.class).pairs()).isZero();
        assertThat(lab.predicate(EvidenceKind.COMPARISON, Comparison.class).production()).isNull();
        assertThat(lab.predicate(EvidenceKind.LATENCY, Latency.class).runs()).isEqualTo(10);
        Training training = lab.predicate(EvidenceKind.TRAINING, Training.class);
        assertThat(training.dataset().sha256()).isEqualTo(lab.street().version());
        assertThat(training.seed()).isEqualTo(7);
        assertThat(lab.predicate(EvidenceKind.PACKAGING, Packaging.class).format())
                .isEqualTo("onnx");
        JsonNode report = Json.jackson().readTree(lab.object("evidence/squares/3/q1/report.json"));
        assertThat(report.at("/metrics/AP").asDouble()).isEqualTo(1);
        assertThat(report.at("/robustness/runs")).hasSize(75);
        assertThat(report.at("/performance/latency/p99Millis").asDouble()).isPositive();
        assertThat(
                        new String(
                                lab.object("evidence/squares/3/q1/report.html"),
                                StandardCharsets.UTF_8))
                .contains("Spoilt pictures", "gaussian noise", "p95");
        assertThat(lab.object("evidence/squares/3/q1/detections.jpg"))
                .startsWith((byte) 0xff, (byte) 0xd8);
    }

    @Test
    void tellsWhatGotWorseThanInProductionAndShowsWhere() throws IOException {
        lab.put(SquaresLab.ARTIFACT, lab.model(3, SquaresLab.CLASSES));
        Sha256 before = lab.put(SquaresLab.BEFORE, lab.model(0, SquaresLab.CLASSES));
        lab.request(new Production("2", before, SquaresLab.BEFORE), 0);

        EvaluationOutcome outcome = lab.evaluate("1", 2);

        assertThat(outcome.regressions()).isPositive();
        assertThat(outcome.production()).isEqualTo(before);
        Comparison comparison = lab.predicate(EvidenceKind.COMPARISON, Comparison.class);
        assertThat(comparison.production()).isEqualTo(before);
        assertThat(comparison.differences())
                .filteredOn(one -> one.metric().equals("AP50"))
                .extracting(SliceDifference::slice)
                .containsExactly("all", "day", "night");
        assertThat(comparison.differences())
                .filteredOn(one -> one.metric().equals("AP50"))
                .allMatch(one -> one.difference() < -0.9 && one.high() < -0.5);
        assertThat(
                        new String(
                                lab.object("evidence/squares/3/q1/report.html"),
                                StandardCharsets.UTF_8))
                .contains("data:image/jpeg;base64,", "regression");
    }

    @Test
    void theOrderOfAModelsClassesIsItsOwn() throws IOException {
        lab.put(SquaresLab.ARTIFACT, lab.model(0, NAMES_TURNED));
        lab.request(null, 0);

        // What it calls blue is red.
        assertThat(lab.evaluate("1", 1).metrics().get("AP50")).isLessThan(0.7);
    }

    @Test
    void theNumbersDoNotDependOnTheCores() throws IOException {
        lab.put(SquaresLab.ARTIFACT, lab.model(1, SquaresLab.CLASSES));
        lab.request(null, 1);

        EvaluationOutcome one = lab.evaluate("1", 1);
        byte[] evidence = lab.payload(EvidenceKind.EVALUATION);

        assertThat(lab.evaluate("2", 3)).isEqualTo(one);
        assertThat(lab.payload(EvidenceKind.EVALUATION)).isEqualTo(evidence);
    }

    @Test
    void theJobEndsWithTheCodeOfWhatWentWrong() throws IOException {
        lab.put(SquaresLab.ARTIFACT, lab.model(0, SquaresLab.CLASSES));
        lab.request(null, 0);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> env = lab.buckets().env();

        assertThat(Main.run(new String[] {"q1"}, env, out)).isZero();
        assertThat(Main.run(new String[] {"q2"}, env, out)).isEqualTo(10);
        Map<String, String> without = new HashMap<>(env);
        without.remove("GOLD_BUCKET");
        assertThat(Main.run(new String[] {"q1"}, without, out)).isEqualTo(10);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains(
                        "\"outcome\":\"EVALUATED\"",
                        "s3://gold/qualifications/q2/request.json does not exist",
                        "[GOLD_BUCKET]");
    }
}
