package dev.roadloop.cli.report;

import dev.roadloop.cli.report.DriveData.Line;
import dev.roadloop.cli.report.DriveData.Plot;
import dev.roadloop.cli.report.DriveData.Point;
import java.util.List;
import java.util.Locale;

/// Draws signals over time: the mean as a line, the range of what was averaged behind it.
final class SignalPlot {

    private static final int WIDTH = 520;
    private static final int HEIGHT = 150;
    private static final int LEFT = 52;
    private static final int RIGHT = 8;
    private static final int TOP = 8;
    private static final int BOTTOM = 20;

    private SignalPlot() {}

    static void draw(Markup page, Plot plot, double seconds) {
        double low = bound(plot, true);
        double high = bound(plot, false);
        Axis time = Axis.over(0, seconds, LEFT, WIDTH - RIGHT);
        Axis value = Axis.over(low, high, HEIGHT - BOTTOM, TOP);
        page.raw("<figure><figcaption>");
        // What std_msgs call their only field says nothing.
        if (plot.name().equals("data")) {
            page.element("b", plot.topic());
        } else {
            page.element("b", plot.name()).raw(" ").element("span", "dim", plot.topic());
        }
        legend(page, plot.lines());
        page.raw("</figcaption>")
                .format("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, HEIGHT)
                .text(plot.topic() + " " + plot.name())
                .raw("\">");
        axes(page, time, value);
        for (int i = 0; i < plot.lines().size(); i++) {
            line(page, plot.lines().get(i).points(), i, time, value);
        }
        page.raw("</svg></figure>");
    }

    private static void legend(Markup page, List<Line> lines) {
        if (lines.size() < 2) {
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            page.raw(" ").element("span", "key s" + i, lines.get(i).name());
        }
    }

    private static void axes(Markup page, Axis time, Axis value) {
        for (double mark : value.marks(4)) {
            page.format(
                            "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                            LEFT, value.at(mark), WIDTH - RIGHT, value.at(mark))
                    .format(
                            "<text class=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
                            LEFT - 6, value.at(mark) + 4, value.label(mark, 4));
        }
        for (double mark : time.marks(6)) {
            page.format(
                    "<text class=\"mid\" x=\"%.1f\" y=\"%d\">%s s</text>",
                    time.at(mark), HEIGHT - 5, time.label(mark, 6));
        }
    }

    private static void line(Markup page, List<Point> points, int index, Axis time, Axis value) {
        StringBuilder mean = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        for (Point point : points) {
            String x = pixel(time.at(point.time()));
            mean.append(x).append(',').append(pixel(value.at(point.mean()))).append(' ');
            upper.append(x).append(',').append(pixel(value.at(point.high()))).append(' ');
            lower.insert(0, x + ',' + pixel(value.at(point.low())) + ' ');
        }
        page.format("<polygon class=\"range s%d\" points=\"%s%s\"/>", index, upper, lower)
                .format("<polyline class=\"signal s%d\" points=\"%s\"/>", index, mean);
    }

    private static double bound(Plot plot, boolean low) {
        double[] values =
                plot.lines().stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(low ? Point::low : Point::high)
                        .sorted()
                        .toArray();
        return values.length == 0 ? 0 : low ? values[0] : values[values.length - 1];
    }

    private static String pixel(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
