package dev.roadloop.evaluate.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.examples.DetectionSheet;
import dev.roadloop.evaluate.examples.WorstExamples;
import dev.roadloop.evaluate.inference.PackagedModel;
import dev.roadloop.evaluate.inference.Stopwatch;
import dev.roadloop.evaluate.masks.AreaReport;
import dev.roadloop.evaluate.report.EvaluationReport;
import dev.roadloop.evaluate.report.Performance;
import dev.roadloop.evaluate.report.ReportJson;
import dev.roadloop.evaluate.robustness.Robustness;
import dev.roadloop.evaluate.slices.CompareModels;
import dev.roadloop.evaluate.slices.Comparison;
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
    /// @param sheet what it finds, of pictures in the set's folder
    record Judged(
            EvaluationReport report,
            Performance performance,
            ObjectNode json,
            String page,
            DetectionSheet sheet) {}

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
                areas == null || production == null
                        ? null
                        : AreaTrial.counting(set, production.areas());
        if (production != null) {
            Path before = scratch.resolve("before.json");
            new Finds(production, set, workers).write(before, areasBefore);
            files.add(before);
        }
        CocoFiles read = CocoFiles.read(truth, files);
        CocoEvaluation evaluation = CocoEvaluation.match(read.truth(), read.detections().get(0));
        double score = EvaluationReport.operatingScore(evaluation);
        Map<String, BitSet> slices = JudgeSlices.withAll(set.size(), set.slices());
        Comparison comparison =
                production == null
                        ? null
                        : new CompareModels(bootstrap(judging.resamples()), 1 - CONFIDENCE)
                                .compare(
                                        CocoEvaluation.match(
                                                read.truth(), read.detections().get(1)),
                                        areasBefore == null ? null : areasBefore.measure(),
                                        evaluation,
                                        areasBefore == null || areas == null
                                                ? null
                                                : areas.measure(),
                                        slices,
                                        production.name());
        EvaluationReport report =
                EvaluationReport.of(
                        "golden set of " + set.size() + " pictures",
                        read.truth(),
                        model.name(),
                        read.detections().get(0),
                        evaluation,
                        score,
                        areas == null ? AreaReport.NONE : areas.report(slices),
                        slices(evaluation, areas, slices),
                        comparison);
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
                        areas == null ? List.of() : areas.worst()),
                new DetectionSheet(
                        read.truth(),
                        read.detections().get(0),
                        score,
                        EvaluationReport.CONFUSION_OVERLAP));
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
        int pictures = Math.min(judging.robustnessPictures(), set.size());
        return new Performance(
                latency(model, onnx),
                perSecond,
                pictures == 0
                        ? Robustness.NONE
                        : new SpoiltTrial(set.some(pictures), workers, scratch)
                                .judge(model, judging.seed()));
    }

    private Latency latency(PackagedModel model, byte[] onnx) {
        int cores = Runtime.getRuntime().availableProcessors();
        try (PackagedModel alone = PackagedModel.load(onnx, model.name(), cores)) {
            return Stopwatch.measure(alone, set.picture(0), judging.latencyRuns());
        }
    }
}
