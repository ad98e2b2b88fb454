package dev.roadloop.models;

import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Leakage;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Statement.Subject;
import dev.roadloop.contracts.evidence.Training;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.gate.Dossier;
import dev.roadloop.models.gate.GatePolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A model that passes its gate, to be made worse.
public final class Candidate {

    public static final Sha256 MODEL = digest("model");
    public static final Sha256 PRODUCTION = digest("production");
    public static final DatasetVersion TRAINING =
            new DatasetVersion("street", "v3", digest("street v3"));
    public static final DatasetVersion GOLDEN =
            new DatasetVersion("golden", "v1", digest("golden v1"));
    public static final GatePolicy POLICY =
            new GatePolicy(
                    "detector",
                    2,
                    List.of(
                            new GatePolicy.Floor("mAP50", null, 0.6, false),
                            new GatePolicy.Floor("recall", "night", 0.5, true)),
                    List.of(new GatePolicy.Margin("pedestrian", "recall", 0.02)),
                    30,
                    4_000_000,
                    false);

    private final Map<EvidenceKind, Statement> statements = new EnumMap<>(EvidenceKind.class);
    private final List<Statement> more = new ArrayList<>();

    public Candidate() {
        with(
                EvidenceKind.TRAINING,
                new Training(TRAINING, "0123abcd", "sha256:55", 7, 1200, Map.of("lr", "0.01")));
        with(EvidenceKind.LEAKAGE, new Leakage(TRAINING, GOLDEN, 0));
        with(EvidenceKind.EVALUATION, evaluation(0.71, 0.55));
        with(EvidenceKind.COMPARISON, comparison(-0.015));
        with(EvidenceKind.LATENCY, new Latency("2 cores", 1, 500, 12, 21.5, 28));
        with(
                EvidenceKind.PACKAGING,
                new Packaging("onnx", 2_240_000, digest("checkpoint"), Map.of("boxes", 4.8e-6)));
    }

    public static Evaluation evaluation(double map, double nightLow) {
        return new Evaluation(
                GOLDEN,
                900,
                Map.of("mAP50", map),
                List.of(
                        new Evaluation.SliceScore(
                                "night",
                                "recall",
                                nightLow + 0.05,
                                nightLow,
                                nightLow + 0.1,
                                120)));
    }

    public static Comparison comparison(double low) {
        return new Comparison(
                GOLDEN,
                PRODUCTION,
                List.of(
                        new Comparison.SliceDifference(
                                "pedestrian", "recall", low + 0.02, low, low + 0.04)));
    }

    public Candidate with(EvidenceKind kind, Record predicate) {
        statements.put(kind, Statement.about(Subject.of("detector", MODEL), kind, predicate));
        return this;
    }

    public Candidate without(EvidenceKind kind) {
        statements.remove(kind);
        return this;
    }

    public Candidate and(Statement statement) {
        more.add(statement);
        return this;
    }

    public List<Statement> statements() {
        List<Statement> all = new ArrayList<>(statements.values());
        all.addAll(more);
        return all;
    }

    public Dossier dossier() {
        return new Dossier(MODEL, statements());
    }

    public static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
