package dev.roadloop.evaluate.report;

import dev.roadloop.evaluate.robustness.CorruptedRun;
import dev.roadloop.evaluate.robustness.Corruption;
import dev.roadloop.evaluate.robustness.Robustness;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of a page about a model at work: how fast it is, and how it bears spoilt pictures.
final class WorkSections {
    private WorkSections() {}

    static Section speed(Performance performance) {
        StringBuilder page = new StringBuilder("<table>");
        page.append(Html.row(List.of("p50", millis(performance.latency().p50Millis()))));
        page.append(Html.row(List.of("p95", millis(performance.latency().p95Millis()))));
        page.append(Html.row(List.of("p99", millis(performance.latency().p99Millis()))));
        page.append(
                Html.row(
                        List.of(
                                "throughput",
                                String.format(
                                        Locale.ROOT,
                                        "%.1f pictures/s",
                                        performance.picturesPerSecond()))));
        page.append("</table><p class=\"note\">")
                .append(Html.escape(performance.latency().machine()))
                .append(", ")
                .append(performance.latency().runs())
                .append(" runs of one picture, decoding included.</p>\n");
        return new Section("speed", "Speed", page.toString());
    }

    /// None where nothing was spoilt.
    static Optional<Section> spoilt(Robustness robustness) {
        String body =
                table("AP", robustness.pictures(), robustness.boxes())
                        + table("Mean IoU of areas", robustness.pictures(), robustness.areas());
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section("spoilt", "Spoilt pictures", body));
    }

    private static String table(String what, int pictures, @Nullable RobustnessScores scores) {
        if (scores == null) {
            return "";
        }
        StringBuilder page = new StringBuilder("<p class=\"note\">").append(what);
        page.append(" by corruption and severity on ")
                .append(pictures)
                .append(" pictures; clean ")
                .append(Html.number(scores.clean()))
                .append(", mean under corruption ")
                .append(Html.number(scores.mean()))
                .append(", kept ")
                .append(Html.number(scores.kept()))
                .append(".</p><div class=\"wide\"><table>");
        List<String> headings = new ArrayList<>(List.of("corruption"));
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
            headings.add(Integer.toString(severity));
        }
        page.append(Html.head(headings));
        for (Corruption corruption : Corruption.values()) {
            page.append("<tr><th>").append(lower(corruption)).append("</th>");
            for (CorruptedRun run : scores.runs()) {
                if (run.corruption() == corruption) {
                    page.append(cell(run));
                }
            }
            page.append("</tr>\n");
        }
        return page.append("</table></div>\n").toString();
    }

    /// The more is lost, the redder.
    private static String cell(CorruptedRun run) {
        return String.format(
                Locale.ROOT,
                "<td style=\"background:rgba(213,94,0,%.2f)\">%s</td>",
                0.6 * Math.clamp(run.relativeLoss(), 0, 1),
                Html.number(run.score()));
    }

    static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f ms", value);
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
