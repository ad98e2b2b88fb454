package dev.roadloop.learning.areas;

import java.util.OptionalDouble;

/// Intersection over union of areas, added up over batches. Cells that are not judged count for
/// nothing. Not for several threads.
public final class AreaScore {

    private final AreaGrid grid;
    private final long[] both;
    private final long[] either;

    /// A score of nothing yet.
    public AreaScore(AreaGrid grid) {
        this.grid = grid;
        this.both = new long[grid.areas()];
        this.either = new long[grid.areas()];
    }

    /// Adds a batch.
    ///
    /// @param logits image by area by cell: above 0 where the area is said to be
    /// @param inside likewise: 1 where it is
    /// @param judged likewise: 1 where that is judged
    public void add(float[] logits, float[] inside, float[] judged) {
        int cells = grid.rows() * grid.columns();
        for (int i = 0; i < logits.length; i++) {
            if (judged[i] > 0) {
                int area = i / cells % grid.areas();
                boolean said = logits[i] > 0;
                boolean there = inside[i] > 0;
                both[area] += said && there ? 1 : 0;
                either[area] += said || there ? 1 : 0;
            }
        }
    }

    /// Intersection over union of an area, empty if it was neither there nor said to be.
    public OptionalDouble of(int area) {
        return either[area] == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(both[area] / (double) either[area]);
    }

    /// The mean over the areas that were there or said to be, empty if there was none.
    public OptionalDouble mean() {
        double sum = 0;
        int count = 0;
        for (int area = 0; area < grid.areas(); area++) {
            if (either[area] > 0) {
                sum += both[area] / (double) either[area];
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }
}
