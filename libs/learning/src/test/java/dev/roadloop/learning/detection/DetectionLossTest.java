package dev.roadloop.learning.detection;

import static dev.roadloop.learning.Golden.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.learning.Golden;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DetectionLossTest {

    private static final Offset<Float> CLOSE = within(2e-5f);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void focalLossAndItsGradientAreTorchvisions() throws IOException {
        JsonNode golden = Golden.part("focal");
        NDArray target = manager.create(floats(golden.get("target")));

        compare(
                manager.create(floats(golden.get("logits"))),
                logits -> DetectionLoss.focal(logits, target),
                golden);
    }

    @Test
    void giouLossAndItsGradientAreTorchvisions() throws IOException {
        JsonNode golden = Golden.part("giou");
        NDArray target = manager.create(floats(golden.get("target")), new Shape(12, 4));

        compare(
                manager.create(floats(golden.get("answer")), new Shape(12, 4)),
                answer -> DetectionLoss.giou(answer, target),
                golden);
    }

    @Test
    void giouLossOfBoxesApartAndSeenFromOutsideIsTorchvisions() throws IOException {
        JsonNode golden = Golden.part("apart");
        NDArray target = manager.create(floats(golden.get("target")), new Shape(12, 4));

        compare(
                manager.create(floats(golden.get("answer")), new Shape(12, 4)),
                answer -> DetectionLoss.giou(answer, target),
                golden);
    }

    /// Focal loss over what is judged, GIoU loss weighted by centreness, cross-entropy of the
    /// centreness, as FCOS adds them up.
    @Test
    void theLossesOfABatchAndTheirGradientsAreThoseOfTorch() throws IOException {
        JsonNode golden = Golden.part("detection");
        List<NDArray> answers =
                List.of(
                        manager.create(floats(golden.get("logits")), new Shape(2, 5, 3)),
                        manager.create(floats(golden.get("distances")), new Shape(2, 5, 4)),
                        manager.create(floats(golden.get("centreness")), new Shape(2, 5)));
        answers.forEach(answer -> answer.setRequiresGradient(true));
        NDArray middle = manager.create(floats(golden.get("middle")), new Shape(2, 5));
        DetectionTarget target =
                new DetectionTarget(
                        manager.create(floats(golden.get("oneHot")), new Shape(2, 5, 3)),
                        manager.create(floats(golden.get("sides")), new Shape(2, 5, 4)),
                        middle,
                        manager.create(floats(golden.get("judged")), new Shape(2, 5)),
                        5,
                        middle.sum().getFloat());
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            LossTerms loss =
                    DetectionLoss.of(
                            new DetectionAnswer(answers.get(0), answers.get(1), answers.get(2)),
                            target);
            collector.backward(loss.total());
            assertThat(
                            List.of(
                                    loss.classes().getFloat(),
                                    loss.boxes().getFloat(),
                                    loss.centreness().getFloat()))
                    .usingElementComparator(DetectionLossTest::roughly)
                    .containsExactly(boxed(floats(golden.get("losses"))));
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).getGradient().toFloatArray())
                    .usingElementComparator(DetectionLossTest::roughly)
                    .containsExactly(floats(golden.get("gradients").get(i)));
        }
    }

    private static Float[] boxed(float[] numbers) {
        Float[] all = new Float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            all[i] = numbers[i];
        }
        return all;
    }

    private static void compare(NDArray input, UnaryOperator<NDArray> loss, JsonNode golden) {
        input.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray values = loss.apply(input);
            collector.backward(values.sum());
            assertThat(values.toFloatArray())
                    .usingElementComparator(DetectionLossTest::roughly)
                    .containsExactly(floats(golden.get("loss")));
        }
        assertThat(input.getGradient().toFloatArray())
                .usingElementComparator(DetectionLossTest::roughly)
                .containsExactly(floats(golden.get("gradient")));
    }

    private static int roughly(Float one, Float other) {
        return Math.abs(one - other) <= CLOSE.value * Math.max(1, Math.abs(other))
                ? 0
                : Float.compare(one, other);
    }

    @Test
    void focalLossIsTheClosedFormForAnEvenChance() {
        NDArray logit = manager.create(new float[] {0, 0});
        NDArray target = manager.create(new float[] {1, 0});

        float[] loss = DetectionLoss.focal(logit, target).toFloatArray();

        assertThat(loss[0]).isCloseTo((float) (0.25 * 0.25 * Math.log(2)), CLOSE);
        assertThat(loss[1]).isCloseTo((float) (0.75 * 0.25 * Math.log(2)), CLOSE);
    }

    @Test
    void equalBoxesHaveNoLossAndFarSidesALargeOne() {
        NDArray box = manager.create(new float[] {3, 4, 5, 6}, new Shape(1, 4));
        NDArray shifted = manager.create(new float[] {1e-3f, 4, 500, 6}, new Shape(1, 4));

        assertThat(DetectionLoss.giou(box, box).getFloat(0)).isCloseTo(0, CLOSE);
        assertThat(DetectionLoss.giou(shifted, box).getFloat(0)).isGreaterThan(0.9f);
    }

    @Test
    void lossesAreFiniteForAnswersThatAreHopeless() {
        NDArray logits = manager.create(new float[] {500, -500, 80, -80}, new Shape(1, 2, 2));
        NDArray oneHot = manager.create(new float[] {0, 1, 1, 0}, new Shape(1, 2, 2));
        NDArray distances =
                manager.create(
                        new float[] {0, 0, 0, 0, 1e4f, 1e4f, 1e4f, 1e4f}, new Shape(1, 2, 4));
        NDArray sides = manager.create(new float[] {1, 1, 1, 1, 9, 9, 9, 9}, new Shape(1, 2, 4));
        NDArray middles = manager.create(new float[] {300, -300}, new Shape(1, 2));
        NDArray centreness = manager.create(new float[] {0.5f, 0}, new Shape(1, 2));

        LossTerms loss =
                DetectionLoss.of(
                        new DetectionAnswer(logits, distances, middles),
                        new DetectionTarget(
                                oneHot, sides, centreness, manager.ones(new Shape(1, 2)), 1, 0.5));

        assertThat(loss.total().getFloat()).isFinite().isPositive();
    }

    @Test
    void anImageWithoutBoxesIsLearntFromAsBackground() {
        NDArray zero = manager.zeros(new Shape(1, 3, 2));
        NDArray sides = manager.ones(new Shape(1, 3, 4));
        NDArray none = manager.zeros(new Shape(1, 3));

        LossTerms loss =
                DetectionLoss.of(
                        new DetectionAnswer(zero, sides, none),
                        new DetectionTarget(
                                zero, sides, none, manager.ones(new Shape(1, 3)), 0, 0));

        assertThat(loss.classes().getFloat()).isPositive();
        assertThat(loss.boxes().getFloat()).isZero();
        assertThat(loss.centreness().getFloat()).isZero();
    }
}
