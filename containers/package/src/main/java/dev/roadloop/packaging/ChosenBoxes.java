package dev.roadloop.packaging;

import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.Detection;
import dev.roadloop.learning.detection.LocatedBoxes;
import java.util.ArrayList;
import java.util.List;

/// What a graph chose of one picture, and what it chose from.
///
/// @param located all boxes and scores
/// @param chosen the surest first
record ChosenBoxes(LocatedBoxes located, List<Detection> chosen) {

    ChosenBoxes {
        chosen = List.copyOf(chosen);
    }

    /// Reads the chosen boxes of a picture.
    ///
    /// @param count how many there are
    /// @param first where the picture's begin
    static List<Detection> read(
            int count, int first, float[] boxes, float[] scores, float[] classes) {
        List<Detection> chosen = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            chosen.add(
                    new Detection(
                            new ClassBox(
                                    (int) classes[i],
                                    boxes[4 * i],
                                    boxes[4 * i + 1],
                                    boxes[4 * i + 2],
                                    boxes[4 * i + 3]),
                            scores[i]));
        }
        return chosen;
    }

    /// The largest difference from what another chose; infinite where it chose others.
    ///
    /// @param side the input's longer side, pixels
    double differenceFrom(List<Detection> other, int side) {
        if (chosen.size() != other.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < chosen.size(); i++) {
            ClassBox one = chosen.get(i).box();
            ClassBox two = other.get(i).box();
            if (one.label() != two.label()) {
                return Double.POSITIVE_INFINITY;
            }
            double[] differences = {
                chosen.get(i).score() - other.get(i).score(),
                (one.left() - two.left()) / side,
                (one.top() - two.top()) / side,
                (one.right() - two.right()) / side,
                (one.bottom() - two.bottom()) / side
            };
            for (double difference : differences) {
                largest = Math.max(largest, Math.abs(difference));
            }
        }
        return largest;
    }
}
