package dev.roadloop.sweep.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.util.random.RandomGenerator;

/// The numbers of a parameter and how likely they are, on an inner scale: logarithmic or as they
/// are. On that scale they lie in `[lower, upper]` and are uniform, or normal with what lies beyond
/// five standard deviations (6 of 10 million) cut off. Numbers with a step are rounded to its
/// multiples; each multiple from the lowest to the highest has a whole step to itself, but for the
/// first and last between logarithmic bounds: half a step below a small number is much there.
///
/// @param normal whether it is a normal distribution
/// @param log whether the inner scale is that of logarithms
/// @param low lowest number
/// @param high highest number
/// @param step 0 for none
/// @param whole whether the numbers are integers
/// @param middle mean on the inner scale
/// @param width on the inner scale: of the interval, or the standard deviation of a normal one
public record Span(
        boolean normal,
        boolean log,
        double low,
        double high,
        double step,
        boolean whole,
        double middle,
        double width) {

    private static final double TAILS = 5;

    /// Checks that there is something between the bounds.
    public Span {
        if (!(Double.isFinite(low) && Double.isFinite(high) && low < high)) {
            throw new IllegalArgumentException(
                    "expected a minimum below a maximum, found " + low + " and " + high);
        }
        if (!(step >= 0 && Double.isFinite(step)) || step > high - low) {
            throw new IllegalArgumentException(
                    "expected a step that is not wider than the range, found " + step);
        }
        if (log && low - step / 2 <= 0) {
            throw new IllegalArgumentException(
                    ("expected a minimum above %s, as logarithms of what is not above 0 do not"
                                    + " exist, found %s")
                            .formatted(step / 2, low));
        }
        if (!(width > 0 && Double.isFinite(width) && Double.isFinite(middle))) {
            throw new IllegalArgumentException(
                    "expected a finite range above 0, found " + width + " around " + middle);
        }
    }

    /// Uniform on the inner scale.
    ///
    /// @param step 0 for none
    public static Span uniform(double min, double max, double step, boolean log, boolean whole) {
        double low = step == 0 ? min : Math.rint(min / step) * step;
        double high = step == 0 ? max : Math.rint(max / step) * step;
        double lower = inner(log ? min : low - step / 2, log);
        double upper = inner(log ? max : high + step / 2, log);
        return new Span(false, log, low, high, step, whole, (lower + upper) / 2, upper - lower);
    }

    /// Normal on the inner scale. A logarithmic one with a step has no 0: it begins at the step.
    ///
    /// @param step 0 for none
    public static Span normal(
            double mean, double deviation, double step, boolean log, boolean whole) {
        double low = outer(mean - TAILS * deviation, log);
        double high = outer(mean + TAILS * deviation, log);
        if (log && step > 0 && outer(mean, log) < step / 2) {
            throw new IllegalArgumentException(
                    "expected a step up to %s, as more than half would be rounded to 0, found %s"
                            .formatted(2 * outer(mean, log), step));
        }
        return new Span(
                true,
                log,
                step == 0 ? low : lowest(low, step, log),
                step == 0 ? high : Math.rint(high / step) * step,
                step,
                whole,
                mean,
                deviation);
    }

    private static double lowest(double low, double step, boolean log) {
        double steps = Math.rint(low / step);
        return (log ? Math.max(1, steps) : steps) * step;
    }

    /// Lowest on the inner scale.
    public double lower() {
        return log && !normal ? middle - width / 2 : inner(low - step / 2);
    }

    /// Highest on the inner scale.
    public double upper() {
        return log && !normal ? middle + width / 2 : inner(high + step / 2);
    }

    /// What is in the bounds on the inner scale, or the bound.
    public double bounded(double inner) {
        return Math.clamp(inner, lower(), upper());
    }

    /// A number on the inner scale.
    public double inner(double value) {
        return inner(value, log);
    }

    /// Draws a number, as likely as this says.
    public double draw(RandomGenerator random) {
        return normal
                ? drawNormal(middle, width, random)
                : round(lower() + (upper() - lower()) * random.nextDouble());
    }

    /// Draws a number from a normal distribution, of what is in the bounds.
    ///
    /// @param mean on the inner scale, in the bounds
    /// @param deviation at most the width of the bounds, or hardly any attempt would hit them
    public double drawNormal(double mean, double deviation, RandomGenerator random) {
        double inner;
        do {
            inner = mean + deviation * random.nextGaussian();
        } while (!(inner >= lower() && inner <= upper()));
        return round(inner);
    }

    /// A number of this as JSON.
    public JsonNode json(double value) {
        if (!whole) {
            return DoubleNode.valueOf(value);
        }
        long exact = Math.round(value);
        return exact == (int) exact ? IntNode.valueOf((int) exact) : LongNode.valueOf(exact);
    }

    private double round(double inner) {
        double value = outer(inner, log);
        if (step == 0) {
            return Math.clamp(value, low, high);
        }
        double steps =
                Math.clamp(Math.rint(value / step), Math.rint(low / step), Math.rint(high / step));
        return BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(steps)).doubleValue();
    }

    private static double inner(double value, boolean log) {
        return log ? Math.log(value) : value;
    }

    private static double outer(double inner, boolean log) {
        return log ? Math.exp(inner) : inner;
    }
}
