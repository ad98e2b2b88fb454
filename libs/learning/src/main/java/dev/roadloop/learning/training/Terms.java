package dev.roadloop.learning.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.roadloop.learning.areas.AreaLoss;
import dev.roadloop.learning.areas.AreaOverlap;
import dev.roadloop.learning.areas.AreaTarget;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.detection.DetectionLoss;
import dev.roadloop.learning.detection.LossTerms;
import dev.roadloop.learning.detection.Recorded;
import dev.roadloop.learning.network.PerceptionAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The losses of a batch, or of a part of one.
///
/// @param boxes of what is found
/// @param areas of these; absent where the network has none
record Terms(LossTerms boxes, @Nullable Areas areas) {

    /// What the loss of areas counts beside those of boxes. Areas are learnt early and well
    /// whatever it is; as much as boxes, they took a tenth of a small network's precision.
    private static final double AREAS = 0.2;

    /// @param entropy a sum over the parts of a batch
    /// @param overlap of this part
    /// @param loss with the dice loss of all that is known
    record Areas(NDArray entropy, AreaOverlap overlap, NDArray loss) {

        static Areas of(NDArray entropy, AreaOverlap own, AreaOverlap all) {
            return new Areas(entropy, own, Recorded.times(entropy.add(all.dice()), AREAS));
        }
    }

    /// @param step closes the arrays
    static Terms of(PerceptionAnswer answer, Batch batch, NDManager step) {
        LossTerms boxes = DetectionLoss.of(answer.boxes(), batch.target(step));
        NDArray logits = answer.areas();
        if (logits == null) {
            return new Terms(boxes, null);
        }
        AreaTarget target = batch.areaTarget(step);
        AreaOverlap overlap = AreaOverlap.of(logits, target);
        return new Terms(boxes, Areas.of(AreaLoss.entropy(logits, target), overlap, overlap));
    }

    /// What the other parts of a batch have to know of this one; empty without areas.
    List<Float> overlap() {
        return areas == null ? List.of() : areas.overlap.values();
    }

    /// With what is known of the other parts.
    ///
    /// @param others [#overlap] of these, added up
    Terms with(List<Double> others) {
        return areas == null
                ? this
                : new Terms(
                        boxes, Areas.of(areas.entropy, areas.overlap, areas.overlap.with(others)));
    }

    /// What gradients are taken of: those of all parts add up to the batch's.
    NDArray total() {
        return areas == null ? boxes.total() : boxes.total().add(areas.loss);
    }

    /// The loss of a batch.
    Loss read() {
        return loss(areas == null ? 0 : areas.loss.getFloat());
    }

    /// What this part adds to the loss of a batch beside what [#read] of another part says: not the
    /// dice loss, which each has in full.
    Loss readBesideAnother() {
        return loss(areas == null ? 0 : AREAS * areas.entropy.getFloat());
    }

    private Loss loss(double ofAreas) {
        return new Loss(
                boxes.classes().getFloat(),
                boxes.boxes().getFloat(),
                boxes.centreness().getFloat(),
                ofAreas);
    }
}
