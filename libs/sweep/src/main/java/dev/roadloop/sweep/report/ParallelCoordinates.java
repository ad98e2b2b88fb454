package dev.roadloop.sweep.report;

import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.Trial.Status;
import dev.roadloop.sweep.spec.Domain;
import dev.roadloop.sweep.spec.Goal;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A line for each trial, through its value of each parameter, to what came of it.
final class ParallelCoordinates {

    private static final int TOP = 56;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int RIGHT = 90;
    private static final double WIDE = 100;

    /// Lines through the same value of a few lie beside each other.
    private static final int SPREAD = 9;

    private final Standing standing;
    private final Tints tints;
    private final SortedMap<String, Scale> axes = new TreeMap<>();
    private final Scale.Numbers metric;

    ParallelCoordinates(Standing standing, Tints tints) {
        this.standing = standing;
        this.tints = tints;
        standing.spec()
                .parameters()
                .forEach((name, domain) -> {
                    if (!(domain instanceof Domain.Fixed)) {
                        axes.put(name, Scale.of(domain));
                    }
                });
        this.metric = metric(standing);
    }

    /// The metric's values, and a little room; on a logarithmic scale where the worst would press
    /// all others together.
    static Scale.Numbers metric(Standing standing) {
        List<Double> values =
                standing.trials().stream()
                        .map(Trial::value)
                        .filter(java.util.Objects::nonNull)
                        .sorted()
                        .toList();
        if (values.isEmpty()) {
            return new Scale.Numbers(0, 1, false, false);
        }
        double low = values.getFirst();
        double high = values.getLast();
        if (low > 0 && high / low > WIDE) {
            double room = Math.pow(high / low, 0.04);
            return new Scale.Numbers(low / room, high * room, true, false);
        }
        double room = high > low ? (high - low) * 0.04 : Math.max(Math.abs(high) * 0.04, 1e-3);
        return new Scale.Numbers(low - room, high + room, false, false);
    }

    String svg() {
        int count = axes.size() + 1;
        int gap = Math.max(110, 780 / Math.max(1, count - 1));
        int width = LEFT + gap * (count - 1) + RIGHT;
        Svg svg =
                new Svg()
                        .add(
                                "<svg viewBox='0 0 %d %d' width='%d' role='img'>",
                                width, TOP + HEIGHT + 30, width)
                        .add("<title>A line for each trial</title>");
        standing.trials().stream()
                .filter(trial -> trial.value() != null)
                .sorted(Comparator.comparingDouble(tints::goodness))
                .forEach(trial -> line(svg, trial, gap));
        int index = 0;
        for (String name : axes.keySet()) {
            axis(
                    svg,
                    LEFT + gap * index,
                    name,
                    java.util.Objects.requireNonNull(axes.get(name)).ticks(),
                    false);
            index++;
        }
        axis(svg, LEFT + gap * index, standing.spec().metric(), metric.ticks(), true);
        return svg.add("</svg>").toString();
    }

    private void line(Svg svg, Trial trial, int gap) {
        StringBuilder points = new StringBuilder();
        int index = 0;
        for (String name : axes.keySet()) {
            Scale scale = java.util.Objects.requireNonNull(axes.get(name));
            double at = scale.at(trial.configuration().get(name));
            double beside = scale.isOfFew() ? trial.number() * 5 % SPREAD - SPREAD / 2.0 : 0;
            points.append(LEFT + gap * index)
                    .append(',')
                    .append(Math.round(10 * (y(at, false) + beside)) / 10.0)
                    .append(' ');
            index++;
        }
        double value = java.util.Objects.requireNonNull(trial.value());
        points.append(LEFT + gap * index).append(',').append(y(metric.at(value), true));
        Trial best = standing.best();
        boolean isBest = best != null && best.number() == trial.number();
        svg.add(
                        "<polyline class='trial' points='%s' stroke='%s' stroke-width='%s'%s>",
                        points,
                        tints.of(trial),
                        isBest ? "3.5" : "1.4",
                        trial.status() == Status.COMPLETED ? "" : " stroke-dasharray='5 3'")
                .add("<title>")
                .text(TrialText.of(standing, trial))
                .add("</title></polyline>");
    }

    private void axis(Svg svg, int x, String name, List<Scale.Tick> ticks, boolean last) {
        svg.add("<line class='axis' x1='%d' x2='%d' y1='%d' y2='%d'/>", x, x, TOP, TOP + HEIGHT);
        for (Scale.Tick tick : ticks) {
            double y = y(tick.at(), last);
            svg.add("<line class='axis' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>", x - 4, x, y, y)
                    .add(
                            "<text class='tick halo' x='%d' y='%.1f' text-anchor='%s'>",
                            last ? x + 8 : x - 8, y + 4, last ? "start" : "end")
                    .text(tick.label())
                    .add("</text>");
        }
        svg.add("<text class='name' x='%d' y='%d' text-anchor='middle'>", x, TOP - 18)
                .text(name.length() > 18 ? name.substring(0, 17) + "…" : name)
                .add("</text>");
    }

    /// What is good is at the top of the metric's axis.
    private double y(double at, boolean ofMetric) {
        boolean down = ofMetric && standing.spec().goal() == Goal.MINIMIZE;
        double clean = Double.isNaN(at) ? 0 : Math.clamp(at, 0, 1);
        return Math.round(10 * (TOP + HEIGHT * (down ? clean : 1 - clean))) / 10.0;
    }
}
