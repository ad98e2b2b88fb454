package dev.roadloop.cli.report;

import dev.roadloop.cli.report.DriveData.Span;
import dev.roadloop.cli.report.DriveData.TopicRow;
import java.util.List;
import java.util.Locale;

/// Draws when each topic speaks and where it is silent though it should not be.
final class SensorTimeline {

    private static final int WIDTH = 1080;
    private static final int LEFT = 270;
    private static final int RIGHT = 170;
    private static final int ROW = 22;

    private SensorTimeline() {}

    static void draw(Markup page, List<TopicRow> rows, double seconds) {
        int height = ROW * rows.size() + 24;
        Axis time = Axis.over(0, seconds, LEFT, WIDTH - RIGHT);
        page.format(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"when each topic speaks\">",
                WIDTH, height);
        for (double mark : time.marks(10)) {
            page.format(
                            "<line class=\"grid\" x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\"/>",
                            time.at(mark), time.at(mark), height - 18)
                    .format(
                            "<text class=\"mid\" x=\"%.1f\" y=\"%d\">%s s</text>",
                            time.at(mark), height - 4, time.label(mark, 10));
        }
        for (int i = 0; i < rows.size(); i++) {
            row(page, rows.get(i), i * ROW, time);
        }
        page.raw("</svg>");
    }

    private static void row(Markup page, TopicRow row, int top, Axis time) {
        page.format("<text class=\"end\" x=\"%d\" y=\"%d\">", LEFT - 10, top + 15)
                .text(shortened(row.topic()))
                .raw("</text>");
        row.spans().forEach(span -> bar(page, "spoken", span, top, time));
        row.gaps().forEach(gap -> bar(page, "gap", gap, top, time));
        double longest =
                row.gaps().stream().mapToDouble(gap -> gap.to() - gap.from()).max().orElse(0);
        page.format(
                        "<text x=\"%d\" y=\"%d\"%s>",
                        WIDTH - RIGHT + 10, top + 15, longest > 0 ? " class=\"bad\"" : "")
                .text(
                        row.messages()
                                + (row.rate() > 0
                                        ? String.format(Locale.ROOT, " · %.1f Hz", row.rate())
                                        : "")
                                + (longest > 0
                                        ? String.format(
                                                Locale.ROOT,
                                                " · %d gaps ≤ %.2f s",
                                                row.gaps().size(),
                                                longest)
                                        : ""))
                .raw("</text>");
    }

    /// A tooltip tells the seconds, for no script runs in this page.
    private static void bar(Markup page, String style, Span span, int top, Axis time) {
        page.format(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\">"
                        + "<title>%.3f s to %.3f s</title></rect>",
                style,
                time.at(span.from()),
                top + 5,
                Math.max(2, time.at(span.to()) - time.at(span.from())),
                ROW - 10,
                span.from(),
                span.to());
    }

    private static String shortened(String topic) {
        return topic.length() <= 38 ? topic : "…" + topic.substring(topic.length() - 37);
    }
}
