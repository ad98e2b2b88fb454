package dev.roadloop.cli;

import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import dev.roadloop.evaluate.coco.IouType;
import dev.roadloop.evaluate.coco.SliceFile;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.examples.DetectionSheet;
import dev.roadloop.evaluate.examples.Example;
import dev.roadloop.evaluate.examples.WorstExamples;
import dev.roadloop.evaluate.masks.AreaReport;
import dev.roadloop.evaluate.report.EvaluationReport;
import dev.roadloop.evaluate.report.ReportJson;
import dev.roadloop.evaluate.report.ReportPage;
import dev.roadloop.evaluate.slices.CompareModels;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.JudgeSlices;
import dev.roadloop.evaluate.statistics.Bootstrap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop evaluate coco`: COCO's twelve numbers, equal to those of the COCO toolbox, and what
/// else two files can tell of a detector.
@Command(
        name = "coco",
        mixinStandardHelpOptions = true,
        description = {
            "Computes COCO's twelve numbers, AP by class, calibration and confusion; with"
                    + " slices or another model also confidence intervals and regressions.",
            "Exits with 0, with 1 if the model is worse than the one it is compared with, and with"
                    + " 10 if a file is bad."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop evaluate coco instances_val.json detections.json",
            "  roadloop evaluate coco instances_val.json detections.json --json | jq .metrics.AP",
            "  roadloop evaluate coco instances_val.json new.json --compare old.json --slices"
                    + " slices.json",
            "  roadloop evaluate coco instances_val.json new.json --report report --images val"
        })
final class EvaluateCoco implements Callable<Integer> {
    private static final int RESAMPLES = 1000;
    private static final int EXAMPLES = 12;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "GROUND_TRUTH",
            description = "COCO's instances format: images, categories, annotations.")
    @SuppressWarnings("NullAway.Init")
    private Path truthFile;

    @Parameters(
            index = "1",
            paramLabel = "DETECTIONS",
            description = "COCO's results format: an array of image_id, category_id, bbox, score.")
    @SuppressWarnings("NullAway.Init")
    private Path detectionsFile;

    @Option(
            names = "--iou-type",
            paramLabel = "TYPE",
            description =
                    "What is compared: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.",
            defaultValue = "BBOX")
    private IouType iouType = IouType.BBOX;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "The detections of the model before, on the same images.")
    private @Nullable Path baselineFile;

    @Option(
            names = "--slices",
            paramLabel = "FILE",
            description = "Parts to judge by themselves, as JSON: {\"night\": [image ids], ...}.")
    private @Nullable Path slicesFile;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description =
                    "How many resampled sets intervals and tests rest on; by default none without"
                            + " --slices and --compare, and 1000 with one of them.")
    private @Nullable Integer resamples;

    @Option(
            names = "--seed",
            description = "Of the resampling; ${DEFAULT-VALUE} by default.",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--confidence",
            description =
                    "Of the intervals; the rest is the chance of a false alarm over all tests;"
                            + " ${DEFAULT-VALUE} by default.",
            defaultValue = "0.95")
    private double confidence;

    @Option(
            names = "--confusion-score",
            paramLabel = "SCORE",
            description =
                    "The least score of detections in the confusion matrix and in pictures; by"
                            + " default where F1 is best.")
    private @Nullable Double confusionScore;

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description =
                    "Write report.json, with curves, and report.html into this folder; with"
                            + " --images detections.jpg too, a contact sheet.")
    private @Nullable Path reportFolder;

    @Option(
            names = "--images",
            paramLabel = "FOLDER",
            description =
                    "Where the images lie, for pictures of the worst examples in the page, and for"
                            + " the contact sheet.")
    private @Nullable Path imageFolder;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Double asked = confusionScore;
        if (asked != null && !Double.isFinite(asked)) {
            throw new WrongOption("--confusion-score: expected a number, found " + asked);
        }
        Bootstrap bootstrap = WrongOption.of(this::bootstrap);
        Path baseline = baselineFile;
        CocoFiles files =
                CocoFiles.read(
                        truthFile,
                        baseline == null
                                ? List.of(detectionsFile)
                                : List.of(detectionsFile, baseline),
                        iouType);
        GroundTruth truth = files.truth();
        CocoEvaluation evaluation = CocoEvaluation.match(truth, files.detections().getFirst());
        double score = asked == null ? EvaluationReport.operatingScore(evaluation) : asked;
        Path given = slicesFile;
        Map<String, BitSet> slices =
                JudgeSlices.withAll(
                        truth.images().size(),
                        given == null ? Map.of() : SliceFile.read(given, truth));
        Comparison comparison =
                baseline == null
                        ? null
                        : new CompareModels(bootstrap, 1 - confidence)
                                .compare(
                                        CocoEvaluation.match(truth, files.detections().getLast()),
                                        evaluation,
                                        slices,
                                        baseline.toString());
        EvaluationReport report =
                EvaluationReport.of(
                        truthFile.toString(),
                        truth,
                        detectionsFile.toString(),
                        files.detections().getFirst(),
                        evaluation,
                        score,
                        AreaReport.NONE,
                        given == null && resamples == null
                                ? List.of()
                                : new JudgeSlices(bootstrap).judge(evaluation, slices),
                        comparison);
        boolean regressed = comparison != null && comparison.regressed();
        Path folder = reportFolder;
        if (folder != null) {
            write(folder, report, files, score);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ReportJson.of(report, false).toPrettyString());
        } else {
            new EvaluationTables(out).print(report);
        }
        return regressed ? ExitCode.FINDINGS : ExitCode.OK;
    }

    private void write(Path folder, EvaluationReport report, CocoFiles files, double score)
            throws IOException {
        Path images = imageFolder;
        List<Example> examples = List.of();
        Files.createDirectories(folder);
        if (images != null) {
            GroundTruth truth = files.truth();
            Detections found = files.detections().getFirst();
            double overlap = EvaluationReport.CONFUSION_OVERLAP;
            examples = new WorstExamples(truth, found, score, overlap).find(images, EXAMPLES);
            OutputFile.write(
                    folder.resolve("detections.jpg"),
                    new DetectionSheet(truth, found, score, overlap).jpeg(images));
        }
        OutputFile.write(
                folder.resolve("report.json"), ReportJson.of(report, true).toPrettyString() + "\n");
        OutputFile.write(folder.resolve("report.html"), ReportPage.of(report, examples));
    }

    private Bootstrap bootstrap() {
        Integer asked = resamples;
        return new Bootstrap(asked == null ? RESAMPLES : asked, seed, confidence);
    }
}
