package dev.roadloop.learning.optimise;

import static dev.roadloop.learning.Golden.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.learning.Golden;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptimiseTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void twentyStepsOfAdamWAreThoseOfTorch() throws IOException {
        JsonNode golden = Golden.part("adamw");
        NDArray weight = manager.create(floats(golden.get("start")), new Shape(3, 4));
        Map<String, NDArray> weights = Map.of("w", weight);
        AdamW optimiser = new AdamW(manager, weights, 0.05);

        for (JsonNode step : golden.get("steps")) {
            NDArray gradient = manager.create(floats(step.get("gradient")), new Shape(3, 4));
            optimiser.step(weights, Map.of("w", gradient), step.get("rate").doubleValue());

            assertThat(weight.toFloatArray())
                    .containsExactly(floats(step.get("weight")), within(2e-6f));
        }
    }

    @Test
    void anOptimiserThatGoesOnWithItsStateIsTheSame() {
        float[] start = {1, -2, 3};
        NDArray straight = manager.create(start);
        NDArray resumed = manager.create(start);
        AdamW whole = new AdamW(manager, Map.of("w", straight), 0);
        AdamW first = new AdamW(manager, Map.of("w", resumed), 0);
        NDArray gradient = manager.create(new float[] {0.5f, 0.1f, -2});
        whole.step(Map.of("w", straight), Map.of("w", gradient), 0.01);
        first.step(Map.of("w", resumed), Map.of("w", gradient), 0.01);
        AdamW second = new AdamW(manager, Map.of("w", resumed), 0);
        second.state()
                .forEach((kind, arrays) ->
                        arrays.get("w").set(first.state().get(kind).get("w").toFloatArray()));
        second.resumeAt(first.steps());

        whole.step(Map.of("w", straight), Map.of("w", gradient), 0.01);
        second.step(Map.of("w", resumed), Map.of("w", gradient), 0.01);

        assertThat(resumed.toFloatArray()).containsExactly(straight.toFloatArray());
    }

    @Test
    void biasesDoNotDecay() {
        NDArray bias = manager.create(new float[] {1, 2});
        AdamW optimiser = new AdamW(manager, Map.of("b", bias), 0.5);

        optimiser.step(Map.of("b", bias), Map.of("b", manager.zeros(new Shape(2))), 0.1);

        assertThat(bias.toFloatArray()).containsExactly(1, 2);
    }

    @Test
    void gradientsAreClippedAsTorchClipsThem() throws IOException {
        JsonNode golden = Golden.part("clip");
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        gradients.put("a", manager.create(floats(golden.get("given").get(0))));
        gradients.put("b", manager.create(floats(golden.get("given").get(1)), new Shape(2, 3)));

        double norm = GradientNorm.clip(gradients, 2);

        assertThat(norm).isCloseTo(golden.get("norm").doubleValue(), within(1e-5));
        assertThat(gradients.get("a").toFloatArray())
                .containsExactly(floats(golden.get("clipped").get(0)), within(1e-6f));
        assertThat(gradients.get("b").toFloatArray())
                .containsExactly(floats(golden.get("clipped").get(1)), within(1e-6f));
    }

    @Test
    void aGradientThatIsNoNumberIsSaidAndLeftAlone() {
        NDArray gradient = manager.create(new float[] {1, Float.NaN});

        assertThat(GradientNorm.clip(Map.of("a", gradient), 1)).isNaN();
        assertThat(gradient.toFloatArray()).containsExactly(1, Float.NaN);
    }

    @Test
    void theRateRisesThenFallsAlongACosine() {
        LearningRate rate = new LearningRate(1, 0.1, 4, 104);

        assertThat(rate.at(0)).isEqualTo(0.25);
        assertThat(rate.at(3)).isEqualTo(1);
        assertThat(rate.at(4)).isEqualTo(1);
        assertThat(rate.at(54)).isCloseTo(0.55, within(1e-12));
        assertThat(rate.at(104)).isCloseTo(0.1, within(1e-12));
        assertThat(rate.at(1000)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void theRateIsThatOfTorchsLinearAndCosineSchedules() throws IOException {
        JsonNode golden = Golden.part("rate");
        LearningRate rate = new LearningRate(0.02, 0.001, 5, 40);

        assertThat(golden).hasSize(40);
        for (int step = 0; step < golden.size(); step++) {
            assertThat(rate.at(step)).isCloseTo(golden.get(step).doubleValue(), within(1e-12));
        }
    }

    @Test
    void averagesAreThoseOfTorch() throws IOException {
        JsonNode golden = Golden.part("ema");
        NDArray average = manager.create(floats(golden.get("start")));
        WeightAverage averaging = new WeightAverage(0.9);

        for (JsonNode step : golden.get("steps")) {
            NDArray weight = manager.create(floats(step.get("weight")));
            averaging.follow(Map.of("w", average), Map.of("w", weight), step.get("step").asLong());
            if (!step.get("average").isNull()) {
                assertThat(average.toFloatArray())
                        .containsExactly(floats(step.get("average")), within(1e-6f));
            }
        }
    }

    @Test
    void aWarmUpLongerThanTheTrainingIsRefused() {
        assertThatThrownBy(() -> new LearningRate(1, 0, 11, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("warm-up 11 of 10");
    }

    @Test
    void averagesFollowTheWeights() {
        NDArray average = manager.create(new float[] {0, 10});
        NDArray weight = manager.create(new float[] {1, 0});

        new WeightAverage(0.9).follow(Map.of("w", average), Map.of("w", weight), 1_000_000);

        assertThat(average.toFloatArray()).containsExactly(new float[] {0.1f, 9}, within(1e-6f));
    }
}
