package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.robustness.CorruptedRun;
import dev.roadloop.evaluate.robustness.Corruption;
import dev.roadloop.evaluate.robustness.CorruptionKind;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop evaluate robustness`: how much of its AP a model loses on spoilt images.
@Command(
        name = "robustness",
        mixinStandardHelpOptions = true,
        description = {
            "Compares a model's detections on spoilt images, in files such as fog-3.json named as"
                    + " the folders of 'evaluate corrupt', with those on the images as they are."
        },
        footer = {
            "",
            "Example:",
            "  roadloop evaluate robustness instances_val.json clean.json spoilt-detections"
        })
final class EvaluateRobustness implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "GROUND_TRUTH", description = "As for 'coco'.")
    @SuppressWarnings("NullAway.Init")
    private Path truth;

    @Parameters(index = "1", paramLabel = "CLEAN", description = "Detections on clean images.")
    @SuppressWarnings("NullAway.Init")
    private Path clean;

    @Parameters(
            index = "2",
            paramLabel = "FOLDER",
            description = "Detections on spoilt images: <corruption>-<severity>.json.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        double cleanPrecision = precision(clean);
        List<CorruptedRun> runs = new ArrayList<>();
        for (Corruption corruption : Corruption.values()) {
            for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                Path file = folder.resolve(EvaluateCorrupt.name(corruption, severity) + ".json");
                if (Files.exists(file)) {
                    runs.add(
                            RobustnessScores.run(
                                    corruption, severity, precision(file), cleanPrecision));
                }
            }
        }
        if (runs.isEmpty()) {
            throw new CallerException(
                    folder + ": expected files such as fog-3.json, found none of them");
        }
        RobustnessScores scores = new RobustnessScores(cleanPrecision, runs);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(scores).toPrettyString());
        } else {
            print(scores, out);
        }
        return ExitCode.OK;
    }

    private double precision(Path detections) throws IOException {
        CocoFiles files = CocoFiles.read(truth, List.of(detections));
        return CocoEvaluation.match(files.truth(), files.detections().getFirst())
                .numbers()
                .get(CocoMetric.AP);
    }

    private static void print(RobustnessScores scores, PrintWriter out) {
        out.printf("AP %.4f on clean images%n", scores.clean());
        out.printf(
                "mPC %.4f under corruption, rPC %.4f of it kept, from %d of %d runs%n",
                scores.mean(),
                scores.kept(),
                scores.runs().size(),
                Corruption.values().length * Corruption.SEVERITIES);
        for (CorruptionKind kind : CorruptionKind.values()) {
            scores.mean(kind)
                    .ifPresent(mean ->
                            out.printf(
                                    "  %-8s %.4f%n", kind.name().toLowerCase(Locale.ROOT), mean));
        }
        for (CorruptedRun run : scores.runs()) {
            out.printf(
                    "  %-18s AP %.4f, %.1f %% lost%n",
                    EvaluateCorrupt.name(run.corruption(), run.severity()),
                    run.score(),
                    100 * run.relativeLoss());
        }
    }

    private static ObjectNode toJson(RobustnessScores scores) {
        ObjectNode node =
                Json.jackson()
                        .createObjectNode()
                        .put("cleanAP", scores.clean())
                        .put("mPC", scores.mean())
                        .put("rPC", scores.kept());
        ObjectNode kinds = node.putObject("kinds");
        for (CorruptionKind kind : CorruptionKind.values()) {
            scores.mean(kind)
                    .ifPresent(mean -> kinds.put(kind.name().toLowerCase(Locale.ROOT), mean));
        }
        node.set("runs", Json.jackson().valueToTree(scores.runs()));
        return node;
    }
}
