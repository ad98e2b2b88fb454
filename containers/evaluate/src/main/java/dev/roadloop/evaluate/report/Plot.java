package dev.roadloop.evaluate.report;

import java.util.List;
import java.util.Locale;

/// A plot of one unit by one unit as SVG text.
final class Plot {
    private static final int LEFT = 46;
    private static final int TOP = 12;
    private static final int SIDE = 260;
    private static final int WIDTH = LEFT + SIDE + 14;
    private static final int HEIGHT = TOP + SIDE + 44;

    private final StringBuilder svg = new StringBuilder();
    private int legend;

    /// @param across what the horizontal axis says
    /// @param up what the vertical axis says
    Plot(String across, String up) {
        svg.append(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\">"
                        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
        for (int i = 0; i <= 5; i++) {
            double at = i / 5.0;
            String label = String.format(Locale.ROOT, "%.1f", at);
            line(at, 0, at, 1, "var(--line)", 1, "");
            line(0, at, 1, at, "var(--line)", 1, "");
            text(x(at), TOP + SIDE + 15, "middle", label);
            text(LEFT - 6, y(at) + 4, "end", label);
        }
        text(LEFT + SIDE / 2.0, HEIGHT - 8, "middle", across);
        svg.append(
                "<text x=\"13\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 13 %d)\" fill=\"currentColor\">%s</text>"
                        .formatted(TOP + SIDE / 2, TOP + SIDE / 2, Html.escape(up)));
    }

    /// Draws values at equal steps from 0 to 1.
    Plot curve(List<Double> values, String colour, String name) {
        svg.append("<polyline fill=\"none\" stroke=\"").append(colour);
        svg.append("\" stroke-width=\"2\" points=\"");
        for (int i = 0; i < values.size(); i++) {
            svg.append(number(x((double) i / (values.size() - 1))))
                    .append(',')
                    .append(number(y(values.get(i))))
                    .append(' ');
        }
        svg.append("\"/>");
        int at = TOP + 14 + 16 * legend++;
        svg.append(
                "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>"
                        .formatted(LEFT + SIDE - 100, at - 6, colour));
        text(LEFT + SIDE - 84, at, "start", name);
        return this;
    }

    Plot bar(double from, double to, double height, String colour) {
        svg.append(
                "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\" fill-opacity=\"0.75\"/>"
                        .formatted(
                                number(x(from) + 1),
                                number(y(height)),
                                number(x(to) - x(from) - 2),
                                number(y(0) - y(height)),
                                colour));
        return this;
    }

    Plot line(double x1, double y1, double x2, double y2, String colour, int width, String dash) {
        svg.append(
                "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"%d\" stroke-dasharray=\"%s\"/>"
                        .formatted(
                                number(x(x1)),
                                number(y(y1)),
                                number(x(x2)),
                                number(y(y2)),
                                colour,
                                width,
                                dash));
        return this;
    }

    String svg() {
        return svg + "</svg>";
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(
                "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>"
                        .formatted(number(x), number(y), anchor, Html.escape(text)));
    }

    private static double x(double unit) {
        return LEFT + SIDE * unit;
    }

    private static double y(double unit) {
        return TOP + SIDE * (1 - unit);
    }

    private static String number(double pixels) {
        return String.format(Locale.ROOT, "%.1f", pixels);
    }
}
