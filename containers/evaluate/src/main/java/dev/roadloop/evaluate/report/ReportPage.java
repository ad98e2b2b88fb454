package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.calibration.ReliabilityBin;
import dev.roadloop.evaluate.coco.IouType;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.PrecisionCurve;
import dev.roadloop.evaluate.examples.Example;
import dev.roadloop.evaluate.slices.Change;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.Difference;
import dev.roadloop.evaluate.slices.MeasuredNumber;
import dev.roadloop.evaluate.slices.SliceNumbers;
import dev.roadloop.evaluate.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A report as one HTML page that needs nothing else: plots are SVG, pictures are in it.
public final class ReportPage {
    private static final String BLUE = "#0072B2";
    private static final String ORANGE = "#D55E00";
    private static final String GREEN = "#009E73";
    private static final String STYLE =
            """
            body { font: 14px/1.45 system-ui, sans-serif; color: #222; background: #fff;
                   max-width: 1080px; margin: 2em auto; padding: 0 1em }
            h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin-top: 2em }
            table { border-collapse: collapse } .wide { overflow-x: auto }
            th { text-align: left; font-weight: 500 } td { text-align: right }
            th, td { padding: 2px 10px; border-bottom: 1px solid #eee;
                     font-variant-numeric: tabular-nums; white-space: nowrap }
            .head th { color: #666; border-bottom: 1px solid #bbb }
            .head th:not(:first-child) { text-align: right }
            .plots { display: flex; flex-wrap: wrap; gap: 1.5em }
            .REGRESSION { color: #b00020; font-weight: 600 }
            .IMPROVEMENT { color: #00703c; font-weight: 600 }
            figure { margin: 0 0 1.2em } figure img { max-width: 100% } p.note { color: #666 }
            .worst { display: grid; grid-template-columns: repeat(auto-fill, minmax(420px, 1fr));
                     gap: 1em }
            """;

    /// The colours of [dev.roadloop.evaluate.examples.ExamplePicture].
    private static final String LEGEND =
            """
            <span style="color:#00b050">&#9632;</span> found
            <span style="color:#2080ff">&#9632;</span> taken for something else
            <span style="color:#ffa000">&#9632;</span> missed
            <span style="color:#ff2020">&#9632;</span> nothing is there
            """;

    private final EvaluationReport report;
    private final StringBuilder page = new StringBuilder();

    private ReportPage(EvaluationReport report) {
        this.report = report;
    }

    /// @param examples the images in which the model errs most; none leaves the section out
    public static String of(EvaluationReport report, List<Example> examples) {
        return of(report, examples, "");
    }

    /// @param performance what [Performance#html] gives; empty for none
    static String of(EvaluationReport report, List<Example> examples, String performance) {
        ReportPage page = new ReportPage(report);
        page.start();
        page.numbers();
        page.plots();
        page.comparison();
        page.slices();
        page.classes();
        page.confusion();
        page.page.append(performance);
        page.worst(examples);
        return page.page.append("</body></html>\n").toString();
    }

    private void start() {
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width\">");
        page.append("<title>Evaluation of ").append(Html.escape(report.detections()));
        page.append("</title><style>").append(STYLE).append("</style></head><body>\n");
        page.append("<h1>Evaluation of ").append(Html.escape(report.detections()));
        page.append("</h1><p>Ground truth ").append(Html.escape(report.groundTruth()));
        EvaluationReport.Counts counts = report.counts();
        page.append(
                ": %d images, %d annotations of %d classes; %d detections.</p>\n"
                        .formatted(
                                counts.images(),
                                counts.annotations(),
                                counts.categories(),
                                counts.detections()));
        if (counts.annotationsLeftOut() + counts.detectionsLeftOut() > 0) {
            page.append(
                    "<p class=\"note\">Left out, as the ground truth does not list their image or class: %d annotations, %d detections.</p>\n"
                            .formatted(counts.annotationsLeftOut(), counts.detectionsLeftOut()));
        }
    }

    private void numbers() {
        page.append("<h2>COCO's numbers, by ")
                .append(report.iouType() == IouType.BBOX ? "box" : "mask")
                .append("</h2><table>");
        for (CocoMetric metric : CocoMetric.values()) {
            double value = report.numbers().get(metric);
            page.append(
                    Html.row(
                            List.of(
                                    metric.label(),
                                    Html.number(value),
                                    "<span style=\"float:left\">"
                                            + Html.escape(metric.meaning())
                                            + "</span>")));
        }
        page.append("</table>\n");
    }

    private void plots() {
        PrecisionCurve mean =
                PrecisionCurve.mean(
                        report.classes().stream()
                                .map(EvaluationReport.ClassReport::curve)
                                .toList());
        page.append("<h2>Precision by recall, calibration</h2><div class=\"plots\"><figure>");
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
            page.append("<figure>").append(plot.line(0, 0, 1, 1, "#444", 1, "4 4").svg());
            page.append("<figcaption>expected calibration error ").append(Html.number(error));
            page.append("</figcaption></figure>");
        }
        page.append("</div>\n");
    }

    private void comparison() {
        Comparison comparison = report.comparison();
        if (comparison == null) {
            return;
        }
        page.append("<h2>Compared with ").append(Html.escape(comparison.baseline()));
        page.append(
                "</h2><p class=\"note\">Paired bootstrap over images, %d resampled sets, %d tests; a change is called one where p, corrected for the number of tests, is below %.2g.</p>"
                        .formatted(
                                comparison.resamples(),
                                comparison.differences().size(),
                                comparison.level()));
        page.append("<div class=\"wide\"><table>");
        page.append(
                Html.head(
                        List.of(
                                "slice",
                                "number",
                                "before",
                                "now",
                                "change",
                                "interval",
                                "p",
                                "corrected",
                                "")));
        for (Difference one : comparison.differences()) {
            String verdict =
                    one.change() == Change.UNCLEAR
                            ? ""
                            : "<span class=\"%s\">%s</span>"
                                    .formatted(
                                            one.change(),
                                            one.change().name().toLowerCase(Locale.ROOT));
            page.append(
                    Html.row(
                            List.of(
                                    Html.escape(one.slice()),
                                    one.number(),
                                    Html.number(one.baseline()),
                                    Html.number(one.candidate()),
                                    signed(one.candidate() - one.baseline()),
                                    signed(one.interval().low())
                                            + " to "
                                            + signed(one.interval().high()),
                                    Html.number(one.probability()),
                                    Html.number(one.corrected()),
                                    verdict)));
        }
        page.append("</table></div>\n");
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value);
    }

    private void slices() {
        for (SliceNumbers slice : report.slices()) {
            page.append("<h2>Slice ").append(Html.escape(slice.slice()));
            page.append(" (").append(slice.images()).append(" images)</h2><table>");
            for (MeasuredNumber number : slice.numbers()) {
                Double value = number.value();
                Interval interval = number.interval();
                if (value != null && interval != null) {
                    page.append(
                            Html.row(
                                    List.of(
                                            Html.escape(number.name()),
                                            Html.number(value),
                                            Html.span(interval.low(), value, interval.high()),
                                            Html.number(interval.low())
                                                    + " to "
                                                    + Html.number(interval.high()))));
                }
            }
            page.append("</table>\n");
        }
    }

    private void classes() {
        page.append("<h2>Classes</h2><div class=\"wide\"><table>");
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
        page.append("</table></div>\n");
    }

    private void confusion() {
        page.append(
                "<h2>What is taken for what</h2><p class=\"note\">Rows: what is there. Columns: what was found, at a score of %.2f and an overlap of %.2f.</p>"
                        .formatted(report.confusion().score(), report.confusion().overlap()));
        page.append("<div class=\"wide\"><table>");
        List<String> headings = new ArrayList<>(List.of(""));
        headings.addAll(report.confusion().labels());
        page.append(Html.head(headings));
        for (int row = 0; row < report.confusion().counts().size(); row++) {
            List<Long> counts = report.confusion().counts().get(row);
            long total = counts.stream().mapToLong(Long::longValue).sum();
            page.append("<tr><th>").append(Html.escape(report.confusion().labels().get(row)));
            page.append("</th>");
            for (long count : counts) {
                double part = total == 0 ? 0 : (double) count / total;
                page.append(
                        String.format(
                                Locale.ROOT,
                                "<td style=\"background:rgba(0,114,178,%.2f)\">%d</td>",
                                0.7 * part,
                                count));
            }
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private void worst(List<Example> examples) {
        if (examples.isEmpty()) {
            return;
        }
        page.append("<h2>Where it errs most</h2><p class=\"note\">Detections at scores of ");
        page.append("%.2f and more. %s</p>".formatted(report.confusion().score(), LEGEND));
        page.append("<div class=\"worst\">");
        for (Example one : examples) {
            page.append("<figure>");
            if (one.jpeg().isEmpty()) {
                page.append("<p class=\"note\">").append(Html.escape(one.note())).append("</p>");
            } else {
                page.append("<img alt=\"\" src=\"data:image/jpeg;base64,").append(one.jpeg());
                page.append("\">");
            }
            page.append(
                    "<figcaption>image %d, %s: %d missed, %d confused, %d invented</figcaption></figure>\n"
                            .formatted(
                                    one.image(),
                                    Html.escape(one.fileName()),
                                    one.missed(),
                                    one.confused(),
                                    one.invented()));
        }
        page.append("</div>\n");
    }
}
