package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.masks.MaskMeasure;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import dev.roadloop.evaluate.slices.Change;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.Difference;
import dev.roadloop.evaluate.slices.JudgeSlices;
import dev.roadloop.evaluate.slices.MeasuredNumber;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The top of a page: how the model stands beside the other, and the numbers that are asked for
/// first.
final class Headline {
    private static final int MOST_NAMED = 5;

    private final EvaluationReport report;
    private final StringBuilder tiles = new StringBuilder();

    private Headline(EvaluationReport report) {
        this.report = report;
    }

    /// @param performance null where the model was not at work
    static String of(EvaluationReport report, @Nullable Performance performance) {
        Headline headline = new Headline(report);
        for (CocoMetric metric : List.of(CocoMetric.AP, CocoMetric.AP_50)) {
            headline.number(metric.label(), report.numbers().get(metric));
        }
        headline.measured(MaskMeasure.MEAN)
                .ifPresent(mean -> {
                    Double value = mean.value();
                    if (value != null) {
                        headline.number(MaskMeasure.MEAN, value);
                    }
                });
        Double error = report.calibrationError();
        if (error != null) {
            headline.tile("calibration error", Html.number(error), "");
        }
        if (performance != null) {
            headline.kept("AP kept when spoilt", performance.robustness().boxes());
            headline.kept("mIoU kept when spoilt", performance.robustness().areas());
            headline.tile(
                    "a picture, p50",
                    WorkSections.millis(performance.latency().p50Millis()),
                    "p99 " + WorkSections.millis(performance.latency().p99Millis()));
        }
        return verdict(report.comparison()) + "<div class=\"tiles\">" + headline.tiles + "</div>\n";
    }

    private static String verdict(@Nullable Comparison comparison) {
        if (comparison == null) {
            return "<p class=\"verdict\">Not compared with another model.</p>\n";
        }
        List<Difference> worse =
                comparison.differences().stream()
                        .filter(one -> one.change() == Change.REGRESSION)
                        .toList();
        long better =
                comparison.differences().stream()
                        .filter(one -> one.change() == Change.IMPROVEMENT)
                        .count();
        StringBuilder verdict = new StringBuilder("<p class=\"verdict\"><span class=\"");
        verdict.append(
                worse.isEmpty() ? "IMPROVEMENT\">No number" : "REGRESSION\">" + worse.size());
        verdict.append(" of ").append(comparison.differences().size());
        verdict.append(worse.isEmpty() ? " is surely worse</span>" : " surely worse</span>");
        verdict.append(" than with ").append(Html.escape(comparison.baseline()));
        verdict.append(", ").append(better).append(" surely better.");
        if (!worse.isEmpty()) {
            verdict.append(" Worst: ");
            verdict.append(
                    String.join(
                            ", ",
                            worse.stream()
                                    .sorted((one, other) -> Double.compare(size(other), size(one)))
                                    .limit(MOST_NAMED)
                                    .map(Headline::named)
                                    .toList()));
            verdict.append('.');
        }
        return verdict.append("</p>\n").toString();
    }

    private static double size(Difference one) {
        return Math.abs(one.candidate() - one.baseline());
    }

    private static String named(Difference one) {
        return "%s on %s (%s)"
                .formatted(
                        Html.escape(one.number()),
                        Html.escape(one.slice()),
                        SliceSections.signed(one.candidate() - one.baseline()));
    }

    private void kept(String label, @Nullable RobustnessScores scores) {
        if (scores != null) {
            tile(label, Html.number(scores.kept()), "clean " + Html.number(scores.clean()));
        }
    }

    private void number(String label, double value) {
        String interval =
                measured(label)
                        .map(MeasuredNumber::interval)
                        .map(of -> Html.number(of.low()) + " to " + Html.number(of.high()))
                        .orElse("");
        tile(label, Html.number(value), interval);
    }

    private Optional<MeasuredNumber> measured(String name) {
        return report.slices().stream()
                .filter(slice -> slice.slice().equals(JudgeSlices.ALL))
                .flatMap(slice -> slice.numbers().stream())
                .filter(number -> number.name().equals(name))
                .findFirst();
    }

    private void tile(String label, String value, String small) {
        tiles.append("<div class=\"tile\"><span>").append(label).append("</span><strong>");
        tiles.append(value).append("</strong><small>").append(small).append("</small></div>");
    }
}
