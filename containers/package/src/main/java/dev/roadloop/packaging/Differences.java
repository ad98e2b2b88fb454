package dev.roadloop.packaging;

import dev.roadloop.learning.detection.LocatedBoxes;
import java.util.List;

/// The largest differences between the answers of two models.
///
/// @param boxes in shares of the input's longer side
/// @param scores as they are
public record Differences(double boxes, double scores) {

    /// None.
    static final Differences NONE = new Differences(0, 0);

    /// @param side the input's longer side, pixels
    static Differences of(List<LocatedBoxes> one, List<LocatedBoxes> other, int side) {
        Differences largest = NONE;
        for (int i = 0; i < one.size(); i++) {
            largest =
                    largest.or(
                            new Differences(
                                    largest(one.get(i).boxes(), other.get(i).boxes()) / side,
                                    largest(one.get(i).scores(), other.get(i).scores())));
        }
        return largest;
    }

    Differences or(Differences other) {
        return new Differences(Math.max(boxes, other.boxes), Math.max(scores, other.scores));
    }

    /// The larger of the two; infinite if an answer was no number.
    public double largest() {
        return Math.max(boxes, scores);
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
