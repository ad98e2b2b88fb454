package dev.roadloop.cli;

import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
import dev.roadloop.evaluate.report.EvaluationReport;
import dev.roadloop.evaluate.report.EvaluationReport.ClassReport;
import dev.roadloop.evaluate.slices.Change;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.Difference;
import dev.roadloop.evaluate.slices.MeasuredNumber;
import dev.roadloop.evaluate.slices.SliceNumbers;
import dev.roadloop.evaluate.statistics.Interval;
import java.io.PrintWriter;
import java.util.List;

/// An evaluation as tables for people.
final class EvaluationTables {
    private final PrintWriter out;

    EvaluationTables(PrintWriter out) {
        this.out = out;
    }

    void print(EvaluationReport report) {
        EvaluationReport.Counts counts = report.counts();
        out.printf(
                "%d images, %d annotations, %d detections%n",
                counts.images(), counts.annotations(), counts.detections());
        if (counts.annotationsLeftOut() > 0) {
            out.printf(
                    "left out: %d annotations on images or of classes that the ground truth does"
                            + " not list%n",
                    counts.annotationsLeftOut());
        }
        if (counts.detectionsLeftOut() > 0) {
            out.printf(
                    "left out: %d detections of classes that the ground truth does not list%n",
                    counts.detectionsLeftOut());
        }
        for (CocoMetric metric : CocoMetric.values()) {
            out.printf(
                    "  %-9s %6s  %s%n",
                    metric.label(), shown(report.numbers().get(metric)), metric.meaning());
        }
        Double error = report.calibrationError();
        out.printf(
                "  %-9s %6s  %s%n",
                DetectionMeasure.CALIBRATION_ERROR,
                error == null ? "-" : "%.4f".formatted(error),
                "expected calibration error of the scores at an overlap of 0.50");
        classes(report.classes());
        report.slices().forEach(this::slice);
        Comparison comparison = report.comparison();
        if (comparison != null) {
            compare(comparison);
        }
    }

    private void classes(List<ClassReport> classes) {
        int width = classes.stream().mapToInt(one -> one.name().length()).max().orElse(5);
        String row = "  %-" + Math.max(5, width) + "s  %6s  %6s  %6s%n";
        out.printf(row, "class", "AP", "AP50", "AR100");
        for (ClassReport one : classes) {
            out.printf(
                    row,
                    one.name(),
                    shown(one.numbers().get(CocoMetric.AP)),
                    shown(one.numbers().get(CocoMetric.AP_50)),
                    shown(one.numbers().get(CocoMetric.AR_100)));
        }
    }

    private void slice(SliceNumbers slice) {
        out.printf("slice %s, %d images%n", slice.slice(), slice.images());
        for (MeasuredNumber number : slice.numbers()) {
            Double value = number.value();
            if (value != null) {
                Interval interval = number.interval();
                out.printf(
                        "  %-24s %7.4f  %s%n",
                        number.name(),
                        value,
                        interval == null
                                ? "too few resampled sets have it"
                                : "%.4f to %.4f".formatted(interval.low(), interval.high()));
            }
        }
    }

    private void compare(Comparison comparison) {
        out.printf(
                "compared with %s: %d tests, %d resampled sets%n",
                comparison.baseline(), comparison.differences().size(), comparison.resamples());
        out.printf(
                "  %-16s %-9s %8s %8s %9s %19s %7s%n",
                "slice", "number", "before", "now", "change", "interval", "p");
        for (Difference one : comparison.differences()) {
            out.printf(
                    "  %-16s %-9s %8.4f %8.4f %+9.4f %9.4f, %8.4f %7.4f%s%n",
                    one.slice(),
                    one.number(),
                    one.baseline(),
                    one.candidate(),
                    one.candidate() - one.baseline(),
                    one.interval().low(),
                    one.interval().high(),
                    one.corrected(),
                    one.change() == Change.UNCLEAR ? "" : "  " + one.change());
        }
    }

    private static String shown(double value) {
        return value == CocoNumbers.ABSENT ? "-" : "%.4f".formatted(value);
    }
}
