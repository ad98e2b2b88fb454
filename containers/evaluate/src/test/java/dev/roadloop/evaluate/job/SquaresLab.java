package dev.roadloop.evaluate.job;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A model in a bucket, what it was trained on and is judged by, and the job that judges it.
final class SquaresLab implements AutoCloseable {
    static final String CLASSES = "[\"red\",\"green\",\"blue\"]";
    static final String ARTIFACT = "models/packages/squares/a/model.onnx";
    static final String BEFORE = "models/packages/squares/b/model.onnx";

    private final Path folder;
    private final TestAws buckets = new TestAws();
    private final DatasetManifest street =
            Squares.put(this::store, "street", DatasetSplit.TRAIN, 6, 1);
    private DatasetManifest golden = Squares.put(this::store, "golden", DatasetSplit.TEST, 24, 2);

    /// @param folder an empty one
    SquaresLab(Path folder) {
        this.folder = folder;
    }

    TestAws buckets() {
        return buckets;
    }

    DatasetManifest street() {
        return street;
    }

    DatasetManifest golden() {
        return golden;
    }

    /// Models are judged by this set from now on.
    void judgeBy(DatasetManifest set) {
        golden = set;
    }

    void store(String key, byte[] content) {
        buckets.put("gold/" + key, content);
    }

    byte[] model(float shift, String classes) {
        return model(shift, classes, Map.of());
    }

    byte[] model(float shift, String classes, Map<String, String> more) {
        Map<String, String> metadata = new HashMap<>(more);
        metadata.put("roadloop.dataset", street.version().hex());
        metadata.put("roadloop.code", "c0ffee");
        metadata.put("roadloop.weights", "00");
        return TinyOnnx.model(shift, classes, metadata);
    }

    Sha256 put(String key, byte[] onnx) {
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

    void outcome(String name, String commit) {
        buckets.put(
                "gold/models/runs/r/outcome.json",
                """
                {"outcome":"%s","step":12,"provenance":{"codeCommit":"%s","imageDigest":"sha256:1","dataset":"%s","seed":7}}
                """
                        .formatted(name, commit, street.version().hex())
                        .getBytes(StandardCharsets.UTF_8));
    }

    void request(@Nullable Production production, int robustness) {
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

    EvaluationOutcome evaluate(String run, int cores) throws IOException {
        return new EvaluateModel(
                        new Bucket(buckets.clients().s3(), "gold"),
                        new Bucket(buckets.clients().s3(), "gold"),
                        new EnvelopeSigner(buckets.clients().kms(), "key"),
                        Files.createDirectories(folder.resolve(run)),
                        cores)
                .evaluate("q1");
    }

    byte[] object(String key) {
        return buckets.get("gold/" + key);
    }

    Statement statement(EvidenceKind kind) {
        return buckets.key()
                .open(object("evidence/squares/3/q1/" + kind.key() + ".dsse.json"), kind.key())
                .statement();
    }

    byte[] payload(EvidenceKind kind) {
        return Json.bytes(statement(kind));
    }

    <T> T predicate(EvidenceKind kind, Class<T> as) {
        return statement(kind).predicate(as);
    }

    @Override
    public void close() {
        buckets.close();
    }
}
