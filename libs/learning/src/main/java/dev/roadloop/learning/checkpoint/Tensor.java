package dev.roadloop.learning.checkpoint;

import java.util.Arrays;
import java.util.stream.LongStream;

/// Numbers in a shape, row by row. The array is shared, not copied.
public final class Tensor {

    private final long[] shape;
    private final float[] values;

    /// Takes the arrays over.
    ///
    /// @throws IllegalArgumentException if there are more or fewer values than the shape has places
    public Tensor(long[] shape, float[] values) {
        long places = LongStream.of(shape).reduce(1, Math::multiplyExact);
        if (places != values.length || LongStream.of(shape).anyMatch(side -> side < 0)) {
            throw new IllegalArgumentException(
                    "expected %d values in the shape %s, found %d"
                            .formatted(places, Arrays.toString(shape), values.length));
        }
        this.shape = shape;
        this.values = values;
    }

    /// Its sides.
    public long[] shape() {
        return shape.clone();
    }

    /// The values themselves.
    public float[] values() {
        return values;
    }
}
