package dev.roadloop.cli.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.Json;
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
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.domain.Sha256;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the evaluation job of a qualification would find and sign, for tests that let it do
/// nothing.
///
/// @param signer with the platform's key
/// @param street what models of the tests learn from
/// @param golden what judges them
record SignedFindings(
        Bucket gold, EnvelopeSigner signer, DatasetVersion street, DatasetVersion golden) {

    /// Puts the evidence of a qualification where its job would.
    ///
    /// @param production the model to compare with
    void put(
            String id,
            String version,
            Sha256 model,
            @Nullable Sha256 production,
            double precision) {
        Map<EvidenceKind, Record> found = new EnumMap<>(EvidenceKind.class);
        found.put(EvidenceKind.TRAINING, new Training(street, "c0ffee", "none", 1, 9, Map.of()));
        found.put(EvidenceKind.LEAKAGE, new Leakage(street, golden, 0));
        found.put(
                EvidenceKind.EVALUATION,
                new Evaluation(golden, 9, Map.of("AP50", precision), List.of()));
        found.put(EvidenceKind.COMPARISON, new Comparison(golden, production, List.of()));
        found.put(EvidenceKind.LATENCY, new Latency("m", 1, 9, 1, 2, 3));
        found.put(
                EvidenceKind.PACKAGING,
                new Packaging("onnx", 9, Sha256.of("weights".getBytes(UTF_8)), Map.of()));
        String evidence = QualificationKeys.evidence("squares", version, id);
        found.forEach((kind, predicate) -> {
            Statement statement =
                    Statement.about(Subject.of("squares@" + version, model), kind, predicate);
            gold.put(
                    evidence + kind.key() + ".dsse.json",
                    Json.bytes(signer.sign(Statement.MEDIA_TYPE, Json.bytes(statement))),
                    "application/json");
        });
        gold.put(
                QualificationKeys.outcome(id),
                Json.bytes(
                        new EvaluationOutcome(
                                id, model, production, 9, Map.of(), 0, evidence + "report.html")),
                "application/json");
    }
}
