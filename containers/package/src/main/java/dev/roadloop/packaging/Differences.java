package dev.roadloop.packaging;

import dev.roadloop.learning.detection.LocatedBoxes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The largest differences between the answers of two models.
///
/// @param boxes in shares of the input's longer side
/// @param scores as they are
/// @param areas probabilities as they are, absent where there are none
public record Differences(double boxes, double scores, @Nullable Double areas) {

    /// None.
    static final Differences NONE = new Differences(0, 0, null);

    /// @param side the input's longer side, pixels
    static Differences of(List<LocatedBoxes> one, List<LocatedBoxes> other, int side) {
        Differences largest = NONE;
        for (int i = 0; i < one.size(); i++) {
            largest =
                    largest.or(
                            new Differences(
                                    largest(one.get(i).boxes(), other.get(i).boxes()) / side,
                                    largest(one.get(i).scores(), other.get(i).scores()),
                                    null));
        }
        return largest;
    }

    Differences or(Differences other) {
        return new Differences(
                Math.max(boxes, other.boxes),
                Math.max(scores, other.scores),
                larger(areas, other.areas));
    }

    private static @Nullable Double larger(@Nullable Double one, @Nullable Double other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }

    /// The same with what two models say about areas.
    Differences withAreas(float[] one, float[] other) {
        return or(new Differences(0, 0, largest(one, other)));
    }

    /// The largest of all; infinite if an answer was no number.
    public double largest() {
        return Math.max(Math.max(boxes, scores), areas == null ? 0 : areas);
    }

    private static double largest(float[] one, float[] other) {
        double largest = one.length == other.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(one.length, other.length); i++) {
            double difference = Math.abs((double) one[i] - other[i]);
            largest = Math.max(largest, Double.isNaN(difference) ? Double.MAX_VALUE : difference);
        }
        return largest;
    }
}
