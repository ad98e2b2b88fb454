package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop evaluate coco`: COCO's twelve numbers, equal to those of the COCO toolbox.
@Command(
        name = "coco",
        mixinStandardHelpOptions = true,
        description = "Computes COCO's twelve numbers for boxes, and average precision by class.",
        footer = {
            "",
            "Example:",
            "  roadloop evaluate coco instances_val.json detections.json",
            "  roadloop evaluate coco instances_val.json detections.json --json | jq .metrics.AP"
        })
final class EvaluateCoco implements Callable<Integer> {

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

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CocoFiles files = CocoFiles.read(truthFile, List.of(detectionsFile));
        CocoEvaluation evaluation =
                CocoEvaluation.match(files.truth(), files.detections().getFirst());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(files, evaluation).toPrettyString());
        } else {
            print(files, evaluation, out);
        }
        return ExitCode.OK;
    }

    private void print(CocoFiles files, CocoEvaluation evaluation, PrintWriter out) {
        GroundTruth truth = files.truth();
        Detections detections = files.detections().getFirst();
        out.printf(
                "%d images, %d annotations, %d detections%n",
                truth.images().size(), truth.annotations().size(), detections.size());
        leftOut(truth, detections, out);
        CocoNumbers numbers = evaluation.numbers();
        for (CocoMetric metric : CocoMetric.values()) {
            out.printf(
                    "  %-9s %6s  %s%n",
                    metric.label(), shown(numbers.get(metric)), metric.meaning());
        }
        List<CocoNumbers> categories = evaluation.numbersByCategory();
        int width = truth.categoryNames().stream().mapToInt(String::length).max().orElse(1);
        out.printf("  %-" + width + "s  %6s  %6s  %6s%n", "class", "AP", "AP50", "AR100");
        for (int k = 0; k < categories.size(); k++) {
            CocoNumbers of = categories.get(k);
            out.printf(
                    "  %-" + width + "s  %6s  %6s  %6s%n",
                    truth.categoryNames().get(k),
                    shown(of.get(CocoMetric.AP)),
                    shown(of.get(CocoMetric.AP_50)),
                    shown(of.get(CocoMetric.AR_100)));
        }
    }

    private static void leftOut(GroundTruth truth, Detections detections, PrintWriter out) {
        if (truth.annotations().unknown() > 0) {
            out.printf(
                    "left out: %d annotations on images or of classes that the ground truth does"
                            + " not list%n",
                    truth.annotations().unknown());
        }
        if (detections.unknownCategories() > 0) {
            out.printf(
                    "left out: %d detections of classes that the ground truth does not list%n",
                    detections.unknownCategories());
        }
    }

    private static String shown(double value) {
        return value == CocoNumbers.ABSENT ? "-" : "%.4f".formatted(value);
    }

    private ObjectNode toJson(CocoFiles files, CocoEvaluation evaluation) {
        GroundTruth truth = files.truth();
        Detections detections = files.detections().getFirst();
        ObjectNode node = Json.jackson().createObjectNode();
        node.put("groundTruth", truthFile.toString())
                .put("detections", detectionsFile.toString())
                .put("iouType", "bbox");
        node.putObject("counts")
                .put("images", truth.images().size())
                .put("categories", truth.categories().size())
                .put("annotations", truth.annotations().size())
                .put("annotationsLeftOut", truth.annotations().unknown())
                .put("detections", detections.size())
                .put("detectionsLeftOut", detections.unknownCategories());
        put(node.putObject("metrics"), evaluation.numbers());
        List<CocoNumbers> categories = evaluation.numbersByCategory();
        for (int k = 0; k < categories.size(); k++) {
            ObjectNode entry =
                    node.withArray("perClass")
                            .addObject()
                            .put("id", truth.categories().id(k))
                            .put("name", truth.categoryNames().get(k));
            put(entry, categories.get(k));
        }
        return node;
    }

    private static void put(ObjectNode node, CocoNumbers numbers) {
        numbers.values().forEach((metric, value) -> node.put(metric.label(), value));
    }
}
