package dev.roadloop.learning.areas;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.roadloop.learning.detection.Recorded;
import java.util.ArrayList;
import java.util.List;

/// What the dice loss of a batch is computed from: two sums for each area. Those of the parts of a
/// batch add up to those of the whole.
///
/// @param both (areas): twice the sum of probabilities inside of the area
/// @param sizes (areas): the sum of all probabilities and the size of the area
public record AreaOverlap(NDArray both, NDArray sizes) {

    private static final int[] ALL_BUT_AREAS = {0, 2, 3};

    /// Keeps the dice loss of an area that is nowhere finite.
    private static final int SMOOTH = 1;

    /// The sums of a batch, or of a part of one.
    ///
    /// @param logits (images, areas, rows, columns)
    /// @param target what they should have been
    public static AreaOverlap of(NDArray logits, AreaTarget target) {
        NDArray said = Activation.sigmoid(logits).mul(target.judged());
        NDArray there = target.inside().mul(target.judged());
        return new AreaOverlap(
                Recorded.times(said.mul(there).sum(ALL_BUT_AREAS), 2),
                said.sum(ALL_BUT_AREAS).add(there.sum(ALL_BUT_AREAS)));
    }

    /// The dice loss, mean over the areas: a scalar.
    public NDArray dice() {
        long areas = both.size();
        NDArray share = both.add(SMOOTH).div(sizes.add(SMOOTH));
        return Recorded.times(share.sum(), 1.0 / areas).neg().add(1);
    }

    /// The numbers of both sums, one behind the other.
    public List<Float> values() {
        List<Float> values = new ArrayList<>();
        for (NDArray sum : List.of(both, sizes)) {
            for (float value : sum.toFloatArray()) {
                values.add(value);
            }
        }
        return values;
    }

    /// These sums and others, as numbers that no gradient goes back to: so the dice loss of the
    /// result is that of the whole batch, and its gradient is this part's share.
    ///
    /// @param others [#values] of the other parts, added up
    public AreaOverlap with(List<Double> others) {
        float[] numbers = new float[others.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = others.get(i).floatValue();
        }
        NDArray constants = both.getManager().create(numbers).reshape(2, both.size());
        return new AreaOverlap(both.add(constants.get(0)), sizes.add(constants.get(1)));
    }
}
