package dev.roadloop.evaluate.job;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Leakage;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Statement.Subject;
import dev.roadloop.contracts.evidence.Training;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.evaluate.inference.PackagedModel;
import dev.roadloop.evaluate.slices.Change;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Judges a packaged model by a golden set, beside the model in production, and leaves in the gold
/// bucket: signed evidence of every [EvidenceKind], the report as signed JSON and as a page, and
/// the outcome that the state machine reads. Whoever runs it again writes the same numbers but for
/// the timings.
final class EvaluateModel {
    private static final String JSON = "application/json";

    /// Media type of the signed report.
    static final String REPORT_TYPE = "application/vnd.roadloop.evaluation+json";

    private final Bucket gold;
    private final Bucket goldens;
    private final EnvelopeSigner signer;
    private final Path scratch;
    private final int cores;

    /// @param gold with requests, models, datasets and evidence
    /// @param goldens with golden sets
    /// @param scratch an existing folder of this run alone, with room for the set's pictures
    /// @param cores to use
    EvaluateModel(Bucket gold, Bucket goldens, EnvelopeSigner signer, Path scratch, int cores) {
        this.gold = gold;
        this.goldens = goldens;
        this.signer = signer;
        this.scratch = scratch;
        this.cores = cores;
    }

    /// @throws CallerException when something is missing, or is not about what the request says
    EvaluationOutcome evaluate(String id) throws IOException {
        Inputs inputs = new Inputs(gold, goldens);
        QualificationRequest request = inputs.request(id);
        byte[] onnx = inputs.model(request.artifact());
        try (PackagedModel model = PackagedModel.load(onnx, gold.at(request.artifact()), 1);
                Workers workers = new Workers(cores)) {
            registered(request, model.digest());
            Packaging packaging = inputs.packaging(request, model, onnx.length);
            Training training = inputs.training(request, model);
            DatasetManifest golden = inputs.golden(request);
            DatasetManifest learnt = inputs.learntFrom(request, training);
            JudgedSet set = JudgedSet.fetch(golden, goldens, scratch.resolve("set"), workers);
            ModelTrial trial = new ModelTrial(set, workers, scratch, request.judging());
            ModelTrial.Judged judged;
            Production production = request.production();
            if (production == null) {
                judged = trial.judge(model, onnx, null);
            } else {
                try (PackagedModel other = production(inputs, production)) {
                    judged = trial.judge(model, onnx, other);
                }
            }
            DatasetVersion goldenVersion = Inputs.version(golden.name(), golden.version());
            Evidence evidence = new Evidence(request, model.digest());
            evidence.write(EvidenceKind.TRAINING, training);
            evidence.write(EvidenceKind.PACKAGING, packaging);
            evidence.write(
                    EvidenceKind.LEAKAGE,
                    new Leakage(
                            training.dataset(), goldenVersion, LeakedPairs.count(learnt, golden)));
            evidence.write(
                    EvidenceKind.EVALUATION,
                    Verdicts.evaluation(goldenVersion, judged.report(), judged.performance()));
            evidence.write(
                    EvidenceKind.COMPARISON,
                    Verdicts.comparison(
                            goldenVersion,
                            production == null ? null : production.sha256(),
                            judged.report().comparison()));
            evidence.write(EvidenceKind.LATENCY, judged.performance().latency());
            gold.put(
                    QualificationKeys.about(request, "detections.jpg"),
                    judged.sheet().jpeg(set.folder()),
                    "image/jpeg");
            return write(request, model.digest(), judged);
        }
    }

    private void registered(QualificationRequest request, Sha256 found) {
        if (!found.equals(request.sha256())) {
            throw new CallerException(
                    "%s: expected the model that %s %s is registered as, %s, found %s"
                            .formatted(
                                    gold.at(request.artifact()),
                                    request.model(),
                                    request.version(),
                                    request.sha256(),
                                    found));
        }
    }

    private PackagedModel production(Inputs inputs, Production production) {
        byte[] onnx = inputs.model(production.artifact());
        Sha256 found = Sha256.of(onnx);
        if (!found.equals(production.sha256())) {
            throw new CallerException(
                    "%s: expected the model in production, %s, found %s"
                            .formatted(gold.at(production.artifact()), production.sha256(), found));
        }
        return PackagedModel.load(onnx, gold.at(production.artifact()), 1);
    }

    /// Signs statements about a model and writes them.
    private final class Evidence {
        private final QualificationRequest request;
        private final Subject subject;

        Evidence(QualificationRequest request, Sha256 model) {
            this.request = request;
            this.subject = Subject.of(request.model() + "@" + request.version(), model);
        }

        void write(EvidenceKind kind, Record predicate) {
            byte[] statement = Json.bytes(Statement.about(subject, kind, predicate));
            gold.put(
                    QualificationKeys.evidence(request, kind),
                    Json.bytes(signer.sign(Statement.MEDIA_TYPE, statement)),
                    JSON);
        }
    }

    private EvaluationOutcome write(
            QualificationRequest request, Sha256 model, ModelTrial.Judged judged) {
        byte[] report = Json.bytes(judged.json());
        gold.put(QualificationKeys.about(request, "report.json"), report, JSON);
        gold.put(
                QualificationKeys.about(request, "report.dsse.json"),
                Json.bytes(signer.sign(REPORT_TYPE, report)),
                JSON);
        String page = QualificationKeys.about(request, "report.html");
        gold.put(page, judged.page().getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
        dev.roadloop.evaluate.slices.Comparison compared = judged.report().comparison();
        Production production = request.production();
        EvaluationOutcome outcome =
                new EvaluationOutcome(
                        request.id(),
                        model,
                        production == null ? null : production.sha256(),
                        judged.report().counts().images(),
                        Verdicts.metrics(judged.report(), judged.performance()),
                        compared == null
                                ? 0
                                : (int)
                                        compared.differences().stream()
                                                .filter(one -> one.change() == Change.REGRESSION)
                                                .count(),
                        page);
        gold.put(QualificationKeys.outcome(request.id()), Json.bytes(outcome), JSON);
        return outcome;
    }
}
