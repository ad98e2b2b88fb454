package dev.roadloop.evaluate.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.evaluate.detection.CocoNumbers;
import dev.roadloop.evaluate.detection.PrecisionCurve;
import dev.roadloop.evaluate.masks.AreaNumbers;
import dev.roadloop.evaluate.masks.AreaReport;
import dev.roadloop.evaluate.masks.PixelConfusion;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.Difference;
import dev.roadloop.evaluate.slices.MeasuredNumber;
import dev.roadloop.evaluate.slices.SliceNumbers;
import dev.roadloop.evaluate.statistics.Interval;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A report as JSON, doubles in full. `metrics` holds COCO's twelve numbers in their order, -1 for
/// those that nothing is there for; elsewhere such numbers are left out.
public final class ReportJson {
    private static final JsonMapper MAPPER = Json.jackson();

    private ReportJson() {}

    /// @param curves whether to add precision by recall of every class, 404 numbers each
    public static ObjectNode of(EvaluationReport report, boolean curves) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("groundTruth", report.groundTruth())
                .put("detections", report.detections())
                .put("iouType", report.iouType().name().toLowerCase(Locale.ROOT));
        node.set("counts", MAPPER.valueToTree(report.counts()));
        put(node.putObject("metrics"), report.numbers());
        ArrayNode classes = node.putArray("perClass");
        for (EvaluationReport.ClassReport one : report.classes()) {
            ObjectNode entry = classes.addObject().put("id", one.id()).put("name", one.name());
            put(entry, one.numbers());
            if (curves && one.curve().present()) {
                entry.set("curve", curve(one.curve()));
            }
        }
        ObjectNode calibration = node.putObject("calibration");
        Double error = report.calibrationError();
        if (error != null) {
            calibration.put("ece", error);
        }
        calibration.set("bins", MAPPER.valueToTree(report.reliability()));
        node.set("confusion", MAPPER.valueToTree(report.confusion()));
        if (!report.areas().areas().isEmpty()) {
            ArrayNode areas = node.putArray("areas");
            report.areas().areas().forEach(area -> areas.add(area(area)));
            node.set("areaConfusion", confusion(report.areas()));
        }
        if (!report.slices().isEmpty()) {
            ArrayNode slices = node.putArray("slices");
            report.slices().forEach(slice -> slices.add(slice(slice)));
        }
        Comparison comparison = report.comparison();
        if (comparison != null) {
            node.set("comparison", comparison(comparison));
        }
        return node;
    }

    private static void put(ObjectNode node, CocoNumbers numbers) {
        numbers.values().forEach((metric, value) -> node.put(metric.label(), value));
    }

    private static ObjectNode curve(PrecisionCurve curve) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("iou50", MAPPER.valueToTree(curve.half()));
        node.set("iou75", MAPPER.valueToTree(curve.threeQuarters()));
        node.set("mean", MAPPER.valueToTree(curve.mean()));
        node.set("scores", MAPPER.valueToTree(curve.scores()));
        return node;
    }

    private static ObjectNode area(AreaNumbers area) {
        ObjectNode node =
                MAPPER.createObjectNode()
                        .put("name", area.area())
                        .put("found", area.found())
                        .put("missed", area.missed())
                        .put("invented", area.invented());
        put(node, "iou", area.iou());
        put(node, "precision", area.precision());
        put(node, "recall", area.recall());
        return node;
    }

    /// By slice, the whole set first.
    private static ObjectNode confusion(AreaReport areas) {
        ObjectNode node = MAPPER.createObjectNode();
        ArrayNode labels = node.putArray("labels");
        areas.areas().forEach(area -> labels.add(area.area()));
        labels.add(PixelConfusion.NONE);
        ArrayNode slices = node.putArray("slices");
        areas.confusion()
                .forEach((slice, counts) ->
                        slices.addObject()
                                .put("slice", slice)
                                .set("counts", MAPPER.valueToTree(counts)));
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable Double value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static ObjectNode slice(SliceNumbers slice) {
        ObjectNode node =
                MAPPER.createObjectNode().put("slice", slice.slice()).put("images", slice.images());
        ObjectNode numbers = node.putObject("numbers");
        for (MeasuredNumber number : slice.numbers()) {
            Double value = number.value();
            if (value != null) {
                ObjectNode entry = numbers.putObject(number.name()).put("value", value);
                put(entry, number.interval());
            }
        }
        return node;
    }

    private static ObjectNode comparison(Comparison comparison) {
        ObjectNode node =
                MAPPER.createObjectNode()
                        .put("baseline", comparison.baseline())
                        .put("level", comparison.level())
                        .put("resamples", comparison.resamples())
                        .put("regressed", comparison.regressed());
        ArrayNode differences = node.putArray("differences");
        for (Difference one : comparison.differences()) {
            ObjectNode entry =
                    differences
                            .addObject()
                            .put("slice", one.slice())
                            .put("number", one.number())
                            .put("baseline", one.baseline())
                            .put("candidate", one.candidate())
                            .put("difference", one.candidate() - one.baseline());
            put(entry, one.interval());
            entry.put("p", one.probability())
                    .put("pCorrected", one.corrected())
                    .put("change", one.change().name());
        }
        return node;
    }

    private static void put(ObjectNode entry, @Nullable Interval interval) {
        if (interval != null) {
            entry.put("low", interval.low()).put("high", interval.high());
        }
    }
}
