package dev.roadloop.learning.detection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.nn.Activation;

/// How wrong a detector's answers are. All arrays are float32; gradients flow into the answers.
///
/// Sources: Lin et al., Focal Loss for Dense Object Detection, 2017; Rezatofighi et al.,
/// Generalized Intersection over Union, 2019; Tian et al., FCOS, 2019.
public final class DetectionLoss {

    private static final float ALPHA = 0.25f;
    private static final float TINY = 1e-7f;
    private static final double LEAST_WEIGHT = 1e-3;

    private DetectionLoss() {}

    /// The focal loss with alpha 0.25 and gamma 2, element by element.
    ///
    /// @param logits any shape
    /// @param target of the same shape, 0 or 1
    public static NDArray focal(NDArray logits, NDArray target) {
        NDArray probability = Activation.sigmoid(logits);
        NDArray wrong = probability.add(target).sub(Recorded.times(probability.mul(target), 2));
        NDArray weight = target.mul(2 * ALPHA - 1).add(1 - ALPHA);
        return crossEntropy(logits, target).mul(wrong.square()).mul(weight);
    }

    /// Cross-entropy of a yes or no, element by element, without overflow for any logit.
    ///
    /// @param logits any shape
    /// @param target of the same shape, 0 to 1
    public static NDArray crossEntropy(NDArray logits, NDArray target) {
        return Activation.softPlus(logits).sub(logits.mul(target));
    }

    /// One less the generalised intersection over union of two boxes, both described from the same
    /// location, which need not be inside of them.
    ///
    /// @param answer (…, 4): distances to left, top, right and bottom side; opposite sides have a
    ///   positive sum
    /// @param target of the same shape
    /// @return (…), 0 to 2
    public static NDArray giou(NDArray answer, NDArray target) {
        NDArray shared = NDArrays.minimum(answer, target);
        NDArray spanned = NDArrays.maximum(answer, target);
        NDArray overlap = area(shared);
        NDArray union = area(answer).add(area(target)).sub(overlap);
        NDArray enclosing = area(spanned);
        NDArray iou = overlap.div(union.add(TINY));
        NDArray empty = enclosing.sub(union).div(enclosing.add(TINY));
        return iou.neg().add(1).add(empty);
    }

    private static NDArray area(NDArray distances) {
        NDArray width = distances.get("...,0").add(distances.get("...,2"));
        NDArray height = distances.get("...,1").add(distances.get("...,3"));
        // Boxes apart have none in common: a negative side is none.
        return Activation.relu(width).mul(Activation.relu(height));
    }

    /// The three losses of a batch, or what a part adds to them: focal loss over all locations and
    /// classes; GIoU loss of locations with a box, each weighted by its target's centreness;
    /// cross-entropy of the centreness there.
    ///
    /// @param answer what the network says
    /// @param target what it should have said
    public static LossTerms of(DetectionAnswer answer, DetectionTarget target) {
        NDArray positive = target.centreness().gt(0).toType(answer.logits().getDataType(), false);
        double positives = Math.max(1, target.positives());
        double weights = Math.max(LEAST_WEIGHT, target.weight());
        NDArray classes =
                focal(answer.logits(), target.oneHot()).mul(target.judged().expandDims(2)).sum();
        NDArray boxes = giou(answer.distances(), target.distances()).mul(target.centreness()).sum();
        NDArray centreness =
                crossEntropy(answer.centreness(), target.centreness()).mul(positive).sum();
        return new LossTerms(
                Recorded.times(classes, 1 / positives),
                Recorded.times(boxes, 1 / weights),
                Recorded.times(centreness, 1 / positives));
    }
}
