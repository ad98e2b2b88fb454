package dev.roadloop.evaluate.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.Comparison.SliceDifference;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Leakage;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Training;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EvaluateModelTest {
    private static final String CLASSES = "[\"red\",\"green\",\"blue\"]";
    private static final String NAMES_TURNED = "[\"blue\",\"green\",\"red\"]";
    private static final String ARTIFACT = "models/packages/squares/a/model.onnx";
    private static final String BEFORE = "models/packages/squares/b/model.onnx";

    @TempDir private Path lab;

    private final TestAws buckets = new TestAws();
    private final DatasetManifest street =
            Squares.put(this::store, "street", DatasetSplit.TRAIN, 6, 1);
    private DatasetManifest golden = Squares.put(this::store, "golden", DatasetSplit.TEST, 24, 2);

    @AfterEach
    void stop() {
        buckets.close();
    }

    @Test
    void signsEvidenceOfEveryKindAboutThePackagedModel() throws IOException {
        Sha256 model = put(ARTIFACT, model(0, CLASSES));
        request(null, 2);

        EvaluationOutcome outcome = evaluate("1", 2);

        assertThat(outcome.metrics()).containsEntry("AP", 1.0).containsEntry("AP50", 1.0);
        assertThat(outcome.metrics().get("rPC")).isBetween(0.0, 1.0);
        assertThat(outcome.samples()).isEqualTo(24);
        for (EvidenceKind kind : EvidenceKind.values()) {
            assertThat(statement(kind).isAbout(model)).as(kind.key()).isTrue();
            assertThat(statement(kind).kind()).contains(kind);
        }
        Evaluation evaluation = predicate(EvidenceKind.EVALUATION, Evaluation.class);
        assertThat(evaluation.golden().sha256()).isEqualTo(golden.version());
        assertThat(evaluation.slices())
                .filteredOn(score -> score.metric().equals("AP"))
                .extracting(Evaluation.SliceScore::slice, Evaluation.SliceScore::samples)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("all", 24L),
                        org.assertj.core.groups.Tuple.tuple("day", 12L),
                        org.assertj.core.groups.Tuple.tuple("night", 12L));
        assertThat(predicate(EvidenceKind.LEAKAGE, Leakage.class).pairs()).isZero();
        assertThat(predicate(EvidenceKind.COMPARISON, Comparison.class).production()).isNull();
        assertThat(predicate(EvidenceKind.LATENCY, Latency.class).runs()).isEqualTo(10);
        Training training = predicate(EvidenceKind.TRAINING, Training.class);
        assertThat(training.dataset().sha256()).isEqualTo(street.version());
        assertThat(training.seed()).isEqualTo(7);
        assertThat(predicate(EvidenceKind.PACKAGING, Packaging.class).format()).isEqualTo("onnx");
        JsonNode report = Json.jackson().readTree(object("evidence/squares/3/q1/report.json"));
        assertThat(report.at("/metrics/AP").asDouble()).isEqualTo(1);
        assertThat(report.at("/robustness/runs")).hasSize(75);
        assertThat(report.at("/performance/latency/p99Millis").asDouble()).isPositive();
        assertThat(new String(object("evidence/squares/3/q1/report.html"), StandardCharsets.UTF_8))
                .contains("Spoilt pictures", "gaussian noise", "p95");
    }

    @Test
    void tellsWhatGotWorseThanInProductionAndShowsWhere() throws IOException {
        put(ARTIFACT, model(3, CLASSES));
        Sha256 before = put(BEFORE, model(0, CLASSES));
        request(new Production("2", before, BEFORE), 0);

        EvaluationOutcome outcome = evaluate("1", 2);

        assertThat(outcome.regressions()).isPositive();
        assertThat(outcome.production()).isEqualTo(before);
        Comparison comparison = predicate(EvidenceKind.COMPARISON, Comparison.class);
        assertThat(comparison.production()).isEqualTo(before);
        assertThat(comparison.differences())
                .filteredOn(one -> one.metric().equals("AP50"))
                .extracting(SliceDifference::slice)
                .containsExactly("all", "day", "night");
        assertThat(comparison.differences())
                .filteredOn(one -> one.metric().equals("AP50"))
                .allMatch(one -> one.difference() < -0.9 && one.high() < -0.5);
        assertThat(new String(object("evidence/squares/3/q1/report.html"), StandardCharsets.UTF_8))
                .contains("data:image/jpeg;base64,", "regression");
    }

    @Test
    void tellsThatAreasAreFoundNoMore() throws IOException {
        golden = Squares.put(this::store, "areas", DatasetSplit.TEST, 24, 3, Squares.AREAS);
        put(ARTIFACT, model(0, CLASSES));
        Sha256 before =
                put(
                        BEFORE,
                        model(
                                0,
                                CLASSES,
                                Map.of(
                                        "roadloop.areas",
                                        "[\"red paint\",\"green paint\",\"blue paint\"]")));
        request(new Production("2", before, BEFORE), 0);

        EvaluationOutcome outcome = evaluate("1", 2);

        assertThat(outcome.regressions()).isPositive();
        assertThat(predicate(EvidenceKind.COMPARISON, Comparison.class).differences())
                .filteredOn(one -> one.metric().equals("mIoU"))
                .allMatch(one -> one.difference() < -0.5 && one.high() < -0.5)
                .extracting(SliceDifference::slice)
                .containsExactly("all", "day");
    }

    @Test
    void theOrderOfAModelsClassesIsItsOwn() throws IOException {
        put(ARTIFACT, model(0, NAMES_TURNED));
        request(null, 0);

        // What it calls blue is red.
        assertThat(evaluate("1", 1).metrics().get("AP50")).isLessThan(0.7);
    }

    @Test
    void judgesAreasWhereTheyAreKnownSliceBySlice() throws IOException {
        golden = Squares.put(this::store, "areas", DatasetSplit.TEST, 24, 3, Squares.AREAS);
        put(
                ARTIFACT,
                model(
                        0,
                        CLASSES,
                        Map.of("roadloop.areas", "[\"red paint\",\"green paint\",\"sky\"]")));
        request(null, 0);

        EvaluationOutcome outcome = evaluate("1", 2);

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
        assertThat(predicate(EvidenceKind.EVALUATION, Evaluation.class).slices())
                .filteredOn(score -> score.metric().equals("mIoU"))
                // Nothing is known by night.
                .extracting(Evaluation.SliceScore::slice)
                .containsExactlyInAnyOrder("all", "day");
        assertThat(new String(object("evidence/squares/3/q1/report.html"), StandardCharsets.UTF_8))
                .contains("Where it errs most about areas", "blue paint: wrong about", "mIoU");
    }

    @Test
    void theNumbersDoNotDependOnTheCores() throws IOException {
        put(ARTIFACT, model(1, CLASSES));
        request(null, 1);

        EvaluationOutcome one = evaluate("1", 1);
        byte[] evidence = payload(EvidenceKind.EVALUATION);

        assertThat(evaluate("2", 3)).isEqualTo(one);
        assertThat(payload(EvidenceKind.EVALUATION)).isEqualTo(evidence);
    }

    @Test
    void countsWhatLeaked() throws IOException {
        DatasetManifest leaking =
                DatasetManifest.of(
                        golden.name(), true, golden.classes(), golden.samples().subList(0, 4));
        put(ARTIFACT, model(0, CLASSES));

        assertThat(LeakedPairs.count(street, leaking)).isZero();
        assertThat(
                        LeakedPairs.count(
                                DatasetManifest.of(
                                        street.name(),
                                        false,
                                        street.classes(),
                                        golden.samples().subList(2, 3).stream()
                                                .map(EvaluateModelTest::learnt)
                                                .toList()),
                                leaking))
                .isOne();
    }

    @Test
    void refusesWhatDoesNotBelongTogether() throws IOException {
        put(ARTIFACT, model(0, "[\"red\",\"green\",\"yellow\"]"));
        request(null, 0);
        assertThatThrownBy(() -> evaluate("1", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("expected the classes of the set");

        put(ARTIFACT, model(0, CLASSES));
        assertThatThrownBy(() -> evaluate("2", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("expected the model that squares 3 is registered as");

        request(null, 0);
        outcome("COMPLETED", "another commit");
        assertThatThrownBy(() -> evaluate("2", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("roadloop.code=\"c0ffee\", found \"another commit\"");

        outcome("DIVERGED", "c0ffee");
        assertThatThrownBy(() -> evaluate("3", 1)).hasMessageContaining("found DIVERGED");

        outcome("COMPLETED", "c0ffee");
        String picture = "gold/" + DatasetKeys.object(golden.samples().getFirst().md5());
        byte[] content = buckets.get(picture).clone();
        content[content.length - 1]++;
        buckets.put(picture, content);
        assertThatThrownBy(() -> evaluate("4", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("images/golden/000.png")
                .hasMessageContaining("the manifest says");
    }

    @Test
    void refusesAFileThatIsNoModel() throws IOException {
        put(ARTIFACT, "no model".getBytes(StandardCharsets.UTF_8));
        request(null, 0);

        assertThatThrownBy(() -> evaluate("1", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining(ARTIFACT)
                .hasMessageContaining("expected an ONNX model");
    }

    @Test
    void theJobEndsWithTheCodeOfWhatWentWrong() throws IOException {
        put(ARTIFACT, model(0, CLASSES));
        request(null, 0);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        Map<String, String> env = buckets.env();

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

    private static dev.roadloop.contracts.DatasetSample learnt(
            dev.roadloop.contracts.DatasetSample sample) {
        return new dev.roadloop.contracts.DatasetSample(
                sample.path(),
                sample.sha256(),
                sample.md5(),
                sample.bytes(),
                sample.width(),
                sample.height(),
                DatasetSplit.TRAIN,
                sample.slices(),
                "another drive",
                null,
                null,
                sample.lookHash(),
                sample.boxes());
    }

    private void store(String key, byte[] content) {
        buckets.put("gold/" + key, content);
    }

    private byte[] model(float shift, String classes) {
        return model(shift, classes, Map.of());
    }

    private byte[] model(float shift, String classes, Map<String, String> more) {
        Map<String, String> metadata = new HashMap<>(more);
        metadata.put("roadloop.dataset", street.version().hex());
        metadata.put("roadloop.code", "c0ffee");
        metadata.put("roadloop.weights", "00");
        return TinyOnnx.model(shift, classes, metadata);
    }

    private Sha256 put(String key, byte[] onnx) {
        buckets.put("gold/" + key, onnx);
        if (key.equals(ARTIFACT)) {
            buckets.put(
                    "gold/models/packages/squares/a/packaging.json",
                    Json.bytes(
                            new Packaging(
                                    "onnx", onnx.length, Sha256.of(onnx), Map.of("boxes", 1e-6))));
        }
        return Sha256.of(onnx);
    }

    private void outcome(String name, String commit) {
        buckets.put(
                "gold/models/runs/r/outcome.json",
                """
                {"outcome":"%s","step":12,"provenance":{"codeCommit":"%s","imageDigest":"sha256:1","dataset":"%s","seed":7}}
                """
                        .formatted(name, commit, street.version().hex())
                        .getBytes(StandardCharsets.UTF_8));
    }

    private void request(@Nullable Production production, int robustness) {
        outcome("COMPLETED", "c0ffee");
        QualificationRequest request =
                new QualificationRequest(
                        "q1",
                        "squares",
                        "3",
                        Sha256.of(buckets.get("gold/" + ARTIFACT)),
                        "production",
                        ARTIFACT,
                        "models/packages/squares/a/packaging.json",
                        "models/runs/r/outcome.json",
                        street.name(),
                        golden.name(),
                        golden.version(),
                        production,
                        new Judging(100, robustness, 10, 5));
        buckets.put("gold/" + QualificationKeys.request("q1"), Json.bytes(request));
    }

    private EvaluationOutcome evaluate(String run, int cores) throws IOException {
        return new EvaluateModel(
                        new Bucket(buckets.clients().s3(), "gold"),
                        new Bucket(buckets.clients().s3(), "gold"),
                        new EnvelopeSigner(buckets.clients().kms(), "key"),
                        Files.createDirectories(lab.resolve(run)),
                        cores)
                .evaluate("q1");
    }

    private byte[] object(String key) {
        return buckets.get("gold/" + key);
    }

    private Statement statement(EvidenceKind kind) {
        return buckets.key()
                .open(object("evidence/squares/3/q1/" + kind.key() + ".dsse.json"), kind.key())
                .statement();
    }

    private byte[] payload(EvidenceKind kind) {
        return Json.bytes(statement(kind));
    }

    private <T> T predicate(EvidenceKind kind, Class<T> as) {
        return statement(kind).predicate(as);
    }
}
