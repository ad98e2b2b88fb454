package dev.roadloop.sweep.report;

import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.Trial.Status;
import java.util.Objects;

/// The metric of each trial, and the best of those that ran to their end so far.
final class History {

    private static final int LEFT = 64;
    private static final int TOP = 16;
    private static final int WIDTH = 780;
    private static final int HEIGHT = 220;
    private static final int MOST_MARKS = 12;

    private final Standing standing;
    private final Tints tints;
    private final Scale.Numbers metric;

    History(Standing standing, Tints tints) {
        this.standing = standing;
        this.tints = tints;
        this.metric = ParallelCoordinates.metric(standing);
    }

    String svg() {
        Svg svg =
                new Svg()
                        .add(
                                "<svg viewBox='0 0 %d %d' width='%d' role='img'>",
                                LEFT + WIDTH + 90, TOP + HEIGHT + 46, LEFT + WIDTH + 90)
                        .add("<title>The metric by trial</title>");
        for (Scale.Tick tick : metric.ticks()) {
            svg.add(
                            "<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>",
                            LEFT, LEFT + WIDTH, y(tick.at()), y(tick.at()))
                    .add(
                            "<text class='tick' x='%d' y='%.1f' text-anchor='end'>%s</text>",
                            LEFT - 8, y(tick.at()) + 4, tick.label());
        }
        int count = standing.trials().size();
        for (int i = 0; i < count; i += Math.max(1, (count + MOST_MARKS - 1) / MOST_MARKS)) {
            svg.add(
                    "<text class='tick' x='%.1f' y='%d' text-anchor='middle'>%d</text>",
                    x(i), TOP + HEIGHT + 18, i);
        }
        svg.add(
                "<text class='tick' x='%d' y='%d' text-anchor='middle'>trial</text>",
                LEFT + WIDTH / 2, TOP + HEIGHT + 38);
        best(svg);
        standing.trials().stream()
                .filter(trial -> trial.value() != null)
                .forEach(trial -> dot(svg, trial));
        return svg.add("</svg>").toString();
    }

    private void best(Svg svg) {
        StringBuilder path = new StringBuilder();
        double best = Double.POSITIVE_INFINITY;
        double height = 0;
        for (Trial trial : standing.trials()) {
            double cost = Tints.cost(standing, trial);
            if (trial.status() == Status.COMPLETED && cost < best) {
                double next = y(metric.at(Objects.requireNonNull(trial.value())));
                path.append(
                        path.isEmpty()
                                ? "M%.1f %.1f".formatted(x(trial.number()), next)
                                : "H%.1fV%.1f".formatted(x(trial.number()), next));
                best = cost;
                height = next;
            }
        }
        if (!path.isEmpty()) {
            svg.add("<path class='best' d='%s'/>", path + "H" + x(standing.trials().size() - 1))
                    .add(
                            "<text class='tick' x='%.1f' y='%.1f'>best</text>",
                            x(standing.trials().size() - 1) + 10, height + 4);
        }
    }

    private void dot(Svg svg, Trial trial) {
        boolean whole = trial.status() == Status.COMPLETED;
        svg.add(
                        "<circle cx='%.1f' cy='%.1f' r='4' fill='%s' stroke='%s'"
                                + " stroke-width='1.5'>",
                        x(trial.number()),
                        y(metric.at(Objects.requireNonNull(trial.value()))),
                        whole ? tints.of(trial) : "var(--paper)",
                        tints.of(trial))
                .add("<title>")
                .text(TrialText.of(standing, trial))
                .add("</title></circle>");
    }

    private double x(int trial) {
        return LEFT + WIDTH * (trial + 0.5) / Math.max(1, standing.trials().size());
    }

    private double y(double at) {
        return TOP + HEIGHT * (1 - Math.clamp(at, 0, 1));
    }
}
