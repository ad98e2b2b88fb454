package dev.roadloop.evaluate.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.examples.WorstExamples;
import dev.roadloop.evaluate.inference.PackagedModel;
import dev.roadloop.evaluate.inference.Stopwatch;
import dev.roadloop.evaluate.report.EvaluationReport;
import dev.roadloop.evaluate.report.Performance;
import dev.roadloop.evaluate.report.ReportJson;
import dev.roadloop.evaluate.robustness.CorruptedRun;
import dev.roadloop.evaluate.robustness.Corruption;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import dev.roadloop.evaluate.slices.CompareModels;
import dev.roadloop.evaluate.slices.JudgeSlices;
import dev.roadloop.evaluate.slices.SliceNumbers;
import dev.roadloop.evaluate.statistics.Bootstrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets models find what is in a set, and judges it.
final class ModelTrial {
    private static final double CONFIDENCE = 0.95;
    private static final int EXAMPLES = 12;

    private final JudgedSet set;
    private final Workers workers;
    private final Path scratch;
    private final Judging judging;

    ModelTrial(JudgedSet set, Workers workers, Path scratch, Judging judging) {
        this.set = set;
        this.workers = workers;
        this.scratch = scratch;
        this.judging = judging;
    }

    /// A judged model.
    ///
    /// @param report numbers, slices, comparison
    /// @param performance speed and robustness
    /// @param json all of it
    /// @param page all of it for people, with the worst examples
    record Judged(EvaluationReport report, Performance performance, ObjectNode json, String page) {}

    /// @param onnx the model's file
    /// @param production the model to compare with; null if there is none
    Judged judge(PackagedModel model, byte[] onnx, @Nullable PackagedModel production)
            throws IOException {
        Path truth = scratch.resolve("truth.json");
        Path found = scratch.resolve("found.json");
        set.writeTruth(truth);
        long start = System.nanoTime();
        AreaTrial areas = set.areas().isEmpty() ? null : new AreaTrial(set, model.areas());
        new Finds(model, set, workers).write(found, areas);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Path> files = new ArrayList<>(List.of(found));
        AreaTrial areasBefore =
                areas == null || production == null ? null : new AreaTrial(set, production.areas());
        if (production != null) {
            Path before = scratch.resolve("before.json");
            new Finds(production, set, workers).write(before, areasBefore);
            files.add(before);
        }
        CocoFiles read = CocoFiles.read(truth, files);
        CocoEvaluation evaluation = CocoEvaluation.match(read.truth(), read.detections().get(0));
        double score = EvaluationReport.operatingScore(evaluation);
        EvaluationReport report =
                EvaluationReport.of(
                        "golden set of " + set.size() + " pictures",
                        read.truth(),
                        model.name(),
                        read.detections().get(0),
                        evaluation,
                        score);
        Map<String, BitSet> slices = JudgeSlices.withAll(set.size(), set.slices());
        report = report.withSlices(slices(evaluation, areas, slices));
        if (production != null) {
            report =
                    report.withComparison(
                            new CompareModels(bootstrap(judging.resamples()), 1 - CONFIDENCE)
                                    .compare(
                                            CocoEvaluation.match(
                                                    read.truth(), read.detections().get(1)),
                                            areasBefore == null ? null : areasBefore.measure(),
                                            evaluation,
                                            areasBefore == null || areas == null
                                                    ? null
                                                    : areas.measure(),
                                            slices,
                                            production.name()));
        }
        Performance performance = performance(model, onnx, set.size() / seconds);
        WorstExamples worst =
                new WorstExamples(
                        read.truth(),
                        read.detections().get(0),
                        score,
                        EvaluationReport.CONFUSION_OVERLAP);
        return new Judged(
                report,
                performance,
                performance.addTo(ReportJson.of(report, true)),
                performance.page(
                        report,
                        worst.find(set.folder(), EXAMPLES),
                        areas == null ? List.of() : areas.examples().draw(set.folder())));
    }

    private List<SliceNumbers> slices(
            CocoEvaluation evaluation, @Nullable AreaTrial areas, Map<String, BitSet> slices) {
        JudgeSlices judge = new JudgeSlices(bootstrap(judging.resamples()));
        List<SliceNumbers> judged = judge.judge(evaluation, slices);
        return areas == null ? judged : judge.with(judged, areas.measure(), slices);
    }

    private Bootstrap bootstrap(int resamples) {
        return new Bootstrap(resamples, judging.seed(), CONFIDENCE);
    }

    private Performance performance(PackagedModel model, byte[] onnx, double perSecond)
            throws IOException {
        RobustnessScores robustness = null;
        int pictures = Math.min(judging.robustnessPictures(), set.size());
        if (pictures > 0) {
            robustness = robustness(model, set.some(pictures));
        }
        return new Performance(latency(model, onnx), perSecond, robustness, pictures);
    }

    private Latency latency(PackagedModel model, byte[] onnx) {
        int cores = Runtime.getRuntime().availableProcessors();
        try (PackagedModel alone = PackagedModel.load(onnx, model.name(), cores)) {
            return Stopwatch.measure(alone, set.picture(0), judging.latencyRuns());
        }
    }

    private @Nullable RobustnessScores robustness(PackagedModel model, JudgedSet some)
            throws IOException {
        Path truth = scratch.resolve("some-truth.json");
        Path found = scratch.resolve("some-found.json");
        some.writeTruth(truth);
        Finds finds = new Finds(model, some, workers);
        finds.write(found, null);
        double clean = precision(truth, found);
        if (!(clean > 0)) {
            return null;
        }
        List<CorruptedRun> runs = new ArrayList<>();
        for (Corruption corruption : Corruption.values()) {
            for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                finds.write(found, corruption, severity, judging.seed());
                runs.add(
                        RobustnessScores.run(corruption, severity, precision(truth, found), clean));
            }
        }
        return new RobustnessScores(clean, runs);
    }

    private static double precision(Path truth, Path found) throws IOException {
        CocoFiles files = CocoFiles.read(truth, List.of(found));
        return CocoEvaluation.match(files.truth(), files.detections().getFirst())
                .numbers()
                .get(CocoMetric.AP);
    }
}
