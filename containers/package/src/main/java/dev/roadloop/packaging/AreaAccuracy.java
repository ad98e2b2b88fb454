package dev.roadloop.packaging;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.areas.AreaScore;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Judges what a model says about areas in full and in eight bits, slice by slice: mean
/// intersection over union, at the cells at which the model answers.
final class AreaAccuracy {

    private final BatchMaker maker;

    /// @param maker of batches of the models' shape
    AreaAccuracy(BatchMaker maker) {
        this.maker = maker;
    }

    /// A slice's scores, and of how many pictures areas are known.
    private static final class Scores {
        private final AreaScore full;
        private final AreaScore reduced;
        private int pictures;

        Scores(AreaGrid grid) {
            full = new AreaScore(grid);
            reduced = new AreaScore(grid);
        }
    }

    /// The whole set first, then its slices by name; those without a picture whose areas are known
    /// are left out, and so is the whole set.
    ///
    /// @param described the pictures, in the order of `samples`
    List<SliceLoss> losses(
            List<Sample> samples,
            List<DatasetSample> described,
            OnnxModel full,
            OnnxModel reduced) {
        AreaGrid grid = AreaGrid.over(maker.shape().grid(), maker.shape().areas());
        Scores all = new Scores(grid);
        Map<String, Scores> slices = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            if (!described.get(i).areas().isEmpty()) {
                Batch batch = maker.plain(List.of(samples.get(i)));
                float[] before = sides(full.areas(batch));
                float[] after = sides(reduced.areas(batch));
                add(all, batch, before, after);
                for (String slice : described.get(i).slices()) {
                    add(
                            slices.computeIfAbsent(slice, none -> new Scores(grid)),
                            batch,
                            before,
                            after);
                }
            }
        }
        List<SliceLoss> losses = new ArrayList<>();
        add(losses, SliceLoss.ALL, all);
        slices.forEach((name, scores) -> add(losses, name, scores));
        return losses;
    }

    private static void add(Scores scores, Batch batch, float[] before, float[] after) {
        batch.score(before, scores.full);
        batch.score(after, scores.reduced);
        scores.pictures++;
    }

    private static void add(List<SliceLoss> losses, String slice, Scores scores) {
        scores.full
                .mean()
                .ifPresent(full ->
                        losses.add(
                                new SliceLoss(
                                        slice,
                                        scores.pictures,
                                        full,
                                        scores.reduced.mean().orElse(0))));
    }

    /// A cell belongs to an area from an even chance on.
    private static float[] sides(float[] probabilities) {
        float[] sides = new float[probabilities.length];
        for (int i = 0; i < sides.length; i++) {
            sides[i] = probabilities[i] - 0.5f;
        }
        return sides;
    }
}
