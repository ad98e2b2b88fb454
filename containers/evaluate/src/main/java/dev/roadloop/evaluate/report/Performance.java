package dev.roadloop.evaluate.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.evaluate.examples.Example;
import dev.roadloop.evaluate.masks.AreaExamples.AreaExample;
import dev.roadloop.evaluate.robustness.CorruptedRun;
import dev.roadloop.evaluate.robustness.Corruption;
import dev.roadloop.evaluate.robustness.CorruptionKind;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What can only be told of a model at work: how fast it is, and how it bears spoilt pictures.
///
/// @param latency of one picture after another
/// @param picturesPerSecond with all cores at work, reading and decoding included
/// @param robustness null where it was not asked for, or the model finds nothing on clean pictures
/// @param robustnessPictures pictures that were spoilt
public record Performance(
        Latency latency,
        double picturesPerSecond,
        @Nullable RobustnessScores robustness,
        int robustnessPictures) {

    /// The colours of [dev.roadloop.evaluate.masks.AreaExamples].
    private static final String AREA_LEGEND =
            """
            <span style="color:#00b050">&#9632;</span> found
            <span style="color:#ffa000">&#9632;</span> missed
            <span style="color:#ff2020">&#9632;</span> not there
            """;

    /// The report's page with these numbers in it.
    ///
    /// @param areas pictures of areas, the worst first; none leaves the section out
    public String page(EvaluationReport report, List<Example> examples, List<AreaExample> areas) {
        return ReportPage.of(report, examples, html() + areas(areas));
    }

    private static String areas(List<AreaExample> examples) {
        if (examples.isEmpty()) {
            return "";
        }
        StringBuilder page = new StringBuilder("<h2>Where it errs most about areas</h2>");
        page.append("<p class=\"note\">").append(AREA_LEGEND).append("</p><div class=\"worst\">");
        for (AreaExample one : examples) {
            page.append("<figure>");
            if (one.jpeg().isEmpty()) {
                page.append("<p class=\"note\">").append(Html.escape(one.note())).append("</p>");
            } else {
                page.append("<img alt=\"\" src=\"data:image/jpeg;base64,").append(one.jpeg());
                page.append("\">");
            }
            page.append("<figcaption>").append(Html.escape(one.text()));
            page.append("</figcaption></figure>\n");
        }
        return page.append("</div>\n").toString();
    }

    /// Adds these numbers to a report's JSON.
    public ObjectNode addTo(ObjectNode report) {
        ObjectNode node = report.putObject("performance");
        node.set("latency", Json.jackson().valueToTree(latency));
        node.put("picturesPerSecond", picturesPerSecond);
        RobustnessScores scores = robustness;
        if (scores != null) {
            ObjectNode spoilt = report.putObject("robustness");
            spoilt.put("pictures", robustnessPictures)
                    .put("cleanAP", scores.clean())
                    .put("mPC", scores.meanPrecision())
                    .put("rPC", scores.relativePrecision());
            ObjectNode kinds = spoilt.putObject("kinds");
            for (CorruptionKind kind : CorruptionKind.values()) {
                scores.meanPrecision(kind).ifPresent(mean -> kinds.put(lower(kind), mean));
            }
            spoilt.set("runs", Json.jackson().valueToTree(scores.runs()));
        }
        return report;
    }

    private String html() {
        StringBuilder page = new StringBuilder("<h2>Speed</h2><table>");
        page.append(Html.row(List.of("p50", millis(latency.p50Millis()))));
        page.append(Html.row(List.of("p95", millis(latency.p95Millis()))));
        page.append(Html.row(List.of("p99", millis(latency.p99Millis()))));
        page.append(
                Html.row(
                        List.of(
                                "throughput",
                                String.format(Locale.ROOT, "%.1f pictures/s", picturesPerSecond))));
        page.append("</table><p class=\"note\">")
                .append(Html.escape(latency.machine()))
                .append(", ")
                .append(latency.runs())
                .append(" runs of one picture, decoding included.</p>\n");
        RobustnessScores scores = robustness;
        if (scores != null) {
            spoilt(page, scores);
        }
        return page.toString();
    }

    private void spoilt(StringBuilder page, RobustnessScores scores) {
        page.append("<h2>Spoilt pictures</h2><p class=\"note\">AP by corruption and severity on ")
                .append(robustnessPictures)
                .append(" pictures; clean ")
                .append(Html.number(scores.clean()))
                .append(", mean under corruption ")
                .append(Html.number(scores.meanPrecision()))
                .append(", kept ")
                .append(Html.number(scores.relativePrecision()))
                .append(".</p><div class=\"wide\"><table>");
        List<String> headings = new ArrayList<>(List.of("corruption"));
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
            headings.add(Integer.toString(severity));
        }
        page.append(Html.head(headings));
        for (Corruption corruption : Corruption.values()) {
            List<String> cells = new ArrayList<>(List.of(lower(corruption)));
            for (CorruptedRun run : scores.runs()) {
                if (run.corruption() == corruption) {
                    cells.add(Html.number(run.precision()));
                }
            }
            page.append(Html.row(cells));
        }
        page.append("</table></div>\n");
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f ms", value);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
