package dev.roadloop.learning.areas;

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
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AreaLossTest {

    /// Two images, two areas, one row, two columns.
    private static final Shape SHAPE = new Shape(2, 2, 1, 2);

    private static final float[] LOGITS = {0.5f, -1.25f, 2, 0, -3, 1.5f, 0.75f, -0.5f};
    private static final float[] INSIDE = {1, 0, 1, 1, 0, 1, 0, 0};
    private static final float[] JUDGED = {1, 1, 1, 0, 1, 1, 0, 0};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /// Worked out in Python from the formulas, in doubles: the mean of softplus(x) - x t where that
    /// is judged, and for each area 1 - (2 sum(p t) + 1) / (sum(p) + sum(t) + 1), halved for two of
    /// them; the gradient by differentiating these on paper.
    @Test
    void lossAndGradientAreThoseOfTheFormulas() {
        NDArray logits = manager.create(LOGITS, SHAPE);
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = AreaLoss.of(logits, target(INSIDE, JUDGED, 5));
            collector.backward(loss);
            assertThat(loss.getFloat()).isCloseTo(0.32939337f, within(1e-6f));
        }
        assertThat(logits.getGradient().toFloatArray())
                .containsExactly(
                        new float[] {
                            -0.10485103f,
                            0.05967728f,
                            -0.04281763f,
                            -0.00000000f,
                            0.01343568f,
                            -0.05510774f,
                            0.00000000f,
                            0.00000000f
                        },
                        within(1e-6f));
    }

    @Test
    void lossAndGradientAreThoseOfTorchsAutograd() throws IOException {
        JsonNode golden = Golden.part("dice");
        Shape shape = new Shape(3, 2, 2, 2);
        NDArray logits = manager.create(floats(golden.get("logits")), shape);
        NDArray judged = manager.create(floats(golden.get("judged")), shape);
        AreaTarget target =
                new AreaTarget(
                        manager.create(floats(golden.get("inside")), shape),
                        judged,
                        (long) judged.sum().getFloat());
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = AreaLoss.of(logits, target);
            collector.backward(loss);
            assertThat(loss.getFloat()).isCloseTo(golden.get("loss").floatValue(), within(1e-6f));
        }
        assertThat(logits.getGradient().toFloatArray())
                .containsExactly(floats(golden.get("gradient")), within(1e-6f));
    }

    @Test
    void nothingIsLearntWhereNothingIsKnown() {
        NDArray logits = manager.create(LOGITS, SHAPE);
        logits.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = AreaLoss.of(logits, target(new float[8], new float[8], 0));
            collector.backward(loss);
            assertThat(loss.getFloat()).isZero();
        }
        assertThat(logits.getGradient().toFloatArray()).containsOnly(0);
    }

    @Test
    void hopelessAnswersHaveAFiniteLoss() {
        NDArray logits =
                manager.create(new float[] {1e4f, -1e4f, 1e4f, -1e4f}, new Shape(1, 1, 2, 2));
        NDArray inside = manager.create(new float[] {0, 1, 0, 1}, new Shape(1, 1, 2, 2));

        NDArray loss =
                AreaLoss.of(logits, new AreaTarget(inside, manager.ones(new Shape(1, 1, 2, 2)), 4));

        assertThat(loss.getFloat()).isFinite().isGreaterThan(1000);
    }

    @Test
    void theScoreIsOverAllCellsThatAreJudged() {
        AreaScore score = new AreaScore(new AreaGrid(3, 2, 1));
        // Area 0: said 1 0, there 1 1; area 1: said 1 1, there 0 1; area 2: not judged.
        score.add(
                new float[] {2, -1, 3, 4, 5, 6},
                new float[] {1, 1, 0, 1, 1, 1},
                new float[] {1, 1, 1, 1, 0, 0});
        // Area 0: said 1 1, there 1 1, of which only the first counts.
        score.add(
                new float[] {1, 1, -1, -1, -1, -1},
                new float[] {1, 1, 0, 0, 0, 0},
                new float[] {1, 0, 1, 1, 0, 0});

        assertThat(score.of(0)).isEqualTo(OptionalDouble.of(2 / 3.0));
        assertThat(score.of(1)).isEqualTo(OptionalDouble.of(0.5));
        assertThat(score.of(2)).isEmpty();
        assertThat(score.mean().orElseThrow()).isCloseTo((2 / 3.0 + 0.5) / 2, within(1e-15));
    }

    private AreaTarget target(float[] inside, float[] judged, long cells) {
        return new AreaTarget(manager.create(inside, SHAPE), manager.create(judged, SHAPE), cells);
    }
}
