package dev.roadloop.sweep.search;

import dev.roadloop.sweep.spec.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// How wide a kernel is: up to its farther neighbour, but not narrower than the range divided by
/// the number of kernels and one, or by a hundred.
final class KernelWidths {

    private static final double FINEST = 100;

    private KernelWidths() {}

    /// @param means of the observations, on the inner scale
    static Axis.Numbers around(Span span, List<Double> means) {
        double range = span.upper() - span.lower();
        double least = range / Math.min(FINEST, 2.0 + means.size());
        List<Integer> order =
                IntStream.range(0, means.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(means::get))
                        .toList();
        List<Double> widths = new ArrayList<>(means);
        for (int at = 0; at < order.size(); at++) {
            double here = means.get(order.get(at));
            double before = at == 0 ? span.lower() : means.get(order.get(at - 1));
            double after = at == order.size() - 1 ? span.upper() : means.get(order.get(at + 1));
            double width = Math.max(here - before, after - here);
            if (order.size() > 1 && at == 0) {
                width = after - here;
            } else if (order.size() > 1 && at == order.size() - 1) {
                width = here - before;
            }
            widths.set(order.get(at), Math.clamp(width, least, range));
        }
        List<Double> all = new ArrayList<>(means);
        all.add(span.middle());
        widths.add(span.width());
        return new Axis.Numbers(span, all, widths);
    }
}
