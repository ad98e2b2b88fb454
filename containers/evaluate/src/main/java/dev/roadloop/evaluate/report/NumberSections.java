package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.calibration.ReliabilityBin;
import dev.roadloop.evaluate.coco.IouType;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.PrecisionCurve;
import dev.roadloop.evaluate.masks.AreaNumbers;
import dev.roadloop.evaluate.masks.PixelConfusion;
import dev.roadloop.evaluate.slices.JudgeSlices;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The parts of a page that say what a model reaches on the whole set.
final class NumberSections {
    private static final String BLUE = "#0072B2";
    private static final String ORANGE = "#D55E00";
    private static final String GREEN = "#009E73";

    private NumberSections() {}

    /// COCO's twelve.
    static Section coco(EvaluationReport report) {
        StringBuilder page = new StringBuilder("<div class=\"wide\"><table>");
        for (CocoMetric metric : CocoMetric.values()) {
            double value = report.numbers().get(metric);
            page.append(
                    Html.row(
                            List.of(
                                    metric.label(),
                                    Html.number(value),
                                    "<span class=\"text\">"
                                            + Html.escape(metric.meaning())
                                            + "</span>")));
        }
        String by = report.iouType() == IouType.BBOX ? "box" : "mask";
        return new Section(
                "coco", "COCO's numbers, by " + by, page.append("</table></div>\n").toString());
    }

    /// Precision by recall, and whether scores are probabilities.
    static Section plots(EvaluationReport report) {
        PrecisionCurve mean =
                PrecisionCurve.mean(
                        report.classes().stream()
                                .map(EvaluationReport.ClassReport::curve)
                                .toList());
        StringBuilder page = new StringBuilder("<div class=\"plots\"><figure>");
        page.append(
                new Plot("recall", "precision, mean over classes")
                        .curve(mean.half(), BLUE, "IoU 0.50")
                        .curve(mean.mean(), GREEN, "0.50 to 0.95")
                        .curve(mean.threeQuarters(), ORANGE, "IoU 0.75")
                        .svg());
        page.append("</figure>");
        Double error = report.calibrationError();
        if (error != null) {
            Plot plot = new Plot("score", "part that found an object (IoU 0.50)");
            for (ReliabilityBin bin : report.reliability()) {
                if (bin.detections() > 0) {
                    plot.bar(bin.from(), bin.to(), bin.precision(), BLUE);
                }
            }
            page.append("<figure>").append(plot.line(0, 0, 1, 1, "currentColor", 1, "4 4").svg());
            page.append("<figcaption>expected calibration error ").append(Html.number(error));
            page.append("</figcaption></figure>");
        }
        return new Section(
                "plots", "Precision by recall, calibration", page.append("</div>\n").toString());
    }

    /// COCO's numbers class by class.
    static Section classes(EvaluationReport report) {
        StringBuilder page = new StringBuilder("<div class=\"wide\"><table>");
        List<String> headings = new ArrayList<>(List.of("class"));
        for (CocoMetric metric : CocoMetric.values()) {
            headings.add(metric.label());
        }
        page.append(Html.head(headings));
        for (EvaluationReport.ClassReport one : report.classes()) {
            List<String> cells = new ArrayList<>(List.of(Html.escape(one.name())));
            one.numbers().values().values().forEach(value -> cells.add(Html.number(value)));
            page.append(Html.row(cells));
        }
        return new Section("classes", "Classes", page.append("</table></div>\n").toString());
    }

    /// What is right and wrong about areas, where some are known.
    static Optional<Section> areas(EvaluationReport report) {
        List<AreaNumbers> areas = report.areas().areas();
        if (areas.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder page = new StringBuilder("<div class=\"wide\"><table>");
        page.append(
                Html.head(
                        List.of(
                                "area",
                                "IoU",
                                "right of what was said",
                                "found of what is there",
                                "pixels found",
                                "missed",
                                "not there")));
        for (AreaNumbers area : areas) {
            page.append(
                    Html.row(
                            List.of(
                                    Html.escape(area.area()),
                                    Html.number(area.iou()),
                                    Html.number(area.precision()),
                                    Html.number(area.recall()),
                                    Long.toString(area.found()),
                                    Long.toString(area.missed()),
                                    Long.toString(area.invented()))));
        }
        page.append(
                "</table></div>\n<p class=\"note\">Pixels by what is there (rows) and what was");
        page.append(
                " said (columns). A pixel of several areas counts in the row of each, and in no");
        page.append(" column of another that it is of as well.</p>\n");
        List<String> labels = new ArrayList<>();
        areas.forEach(area -> labels.add(area.area()));
        labels.add(PixelConfusion.NONE);
        report.areas()
                .confusion()
                .forEach((slice, counts) -> {
                    boolean all = slice.equals(JudgeSlices.ALL);
                    page.append(all ? "<details open=\"open\">" : "<details>").append("<summary>");
                    page.append(Html.escape(slice)).append("</summary>");
                    page.append(matrix(labels, counts)).append("</details>\n");
                });
        return Optional.of(new Section("areas", "Areas", page.toString()));
    }

    /// The confusion matrix.
    static Section confusion(EvaluationReport report) {
        StringBuilder page =
                new StringBuilder(
                        "<p class=\"note\">Rows: what is there. Columns: what was found, at a score of %.2f and an overlap of %.2f.</p>"
                                .formatted(
                                        report.confusion().score(), report.confusion().overlap()));
        page.append(matrix(report.confusion().labels(), report.confusion().counts()));
        return new Section("confusion", "What is taken for what", page.toString());
    }

    /// Counts by row and column, each darker the larger its part of its row is.
    private static String matrix(List<String> labels, List<List<Long>> rows) {
        StringBuilder table = new StringBuilder("<div class=\"wide\"><table>");
        List<String> headings = new ArrayList<>(List.of(""));
        headings.addAll(labels);
        table.append(Html.head(headings));
        for (int row = 0; row < rows.size(); row++) {
            List<Long> counts = rows.get(row);
            long total = counts.stream().mapToLong(Long::longValue).sum();
            table.append("<tr><th>").append(Html.escape(labels.get(row))).append("</th>");
            for (long count : counts) {
                double part = total == 0 ? 0 : (double) count / total;
                table.append(
                        String.format(
                                Locale.ROOT,
                                "<td style=\"background:rgba(0,114,178,%.2f)\">%d</td>",
                                0.7 * part,
                                count));
            }
            table.append("</tr>\n");
        }
        return table.append("</table></div>\n").toString();
    }
}
