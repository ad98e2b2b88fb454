package dev.roadloop.learning.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.roadloop.learning.detection.DetectionAnswer;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.optimise.AdamW;
import dev.roadloop.learning.optimise.WeightAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeightGroupsTest {

    private static final NetworkShape TINY = new NetworkShape(new FeatureGrid(64, 32), 2, 4, 1, 8);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void groupsHoldEveryNumberOfTheNetworkOnce() {
        PerceptionNetwork network = PerceptionNetwork.create(manager, TINY, 7);

        assertThat(count(network.groups().all())).isEqualTo(count(network.weights()));
        assertThat(count(network.groups().trained())).isEqualTo(count(network.trained()));
        network.groups().all().values().forEach(group -> group.subi(group));
        network.weights()
                .forEach((name, weight) ->
                        assertThat(weight.toFloatArray()).as(name).containsOnly(0));
    }

    @Test
    void aStepOnGroupsIsOneOnEachArrayToTheBit() {
        PerceptionNetwork whole = PerceptionNetwork.create(manager, TINY, 7);
        PerceptionNetwork single = PerceptionNetwork.create(manager, TINY, 7);
        PerceptionNetwork wholeAverage = PerceptionNetwork.create(manager, TINY, 8);
        PerceptionNetwork singleAverage = PerceptionNetwork.create(manager, TINY, 8);
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        whole.trained().forEach((name, weight) -> weight.setRequiresGradient(true));
        learn(whole);
        Map<String, NDArray> trained = whole.trained();
        trained.forEach((name, weight) -> gradients.put(name, weight.getGradient().duplicate()));
        Map<String, NDArray> together = whole.groups().gradients(trained, manager);
        AdamW forWhole = new AdamW(manager, whole.groups().trained(), 0.05);
        AdamW forSingle = new AdamW(manager, single.trained(), 0.05);
        for (int step = 0; step < 3; step++) {
            forWhole.step(whole.groups().trained(), together, 0.01);
            forSingle.step(single.trained(), gradients, 0.01);
            new WeightAverage(0.9).follow(wholeAverage.groups().all(), whole.groups().all(), step);
            // Statistics of the pass above.
            Weights.load(statistics(single), Weights.copy(statistics(whole)));
            new WeightAverage(0.9).follow(singleAverage.weights(), single.weights(), step);
        }

        assertThat(gradients.values())
                .anySatisfy(gradient -> assertThat(gradient.toFloatArray()).doesNotContain(0));
        assertEqual(whole.weights(), single.weights());
        assertEqual(wholeAverage.weights(), singleAverage.weights());
        forSingle
                .state()
                .forEach((kind, arrays) ->
                        assertEqual(whole.groups().parts(forWhole.state().get(kind)), arrays));
    }

    private void learn(PerceptionNetwork network) {
        NDArray images = manager.arange(2f * 3 * 32 * 64).sin().reshape(2, 3, 32, 64);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            DetectionAnswer answer = network.answer(images, true);
            collector.backward(
                    answer.logits()
                            .square()
                            .sum()
                            .add(answer.distances().sum())
                            .add(answer.centreness().square().sum()));
        }
    }

    private static Map<String, NDArray> statistics(PerceptionNetwork network) {
        Map<String, NDArray> statistics = network.weights();
        statistics.keySet().removeAll(network.trained().keySet());
        return statistics;
    }

    private static void assertEqual(Map<String, NDArray> some, Map<String, NDArray> others) {
        assertThat(some.keySet()).containsExactlyElementsOf(others.keySet());
        some.forEach((name, array) ->
                assertThat(array.toFloatArray())
                        .as(name)
                        .containsExactly(others.get(name).toFloatArray()));
    }

    private static long count(Map<String, NDArray> arrays) {
        return arrays.values().stream().mapToLong(NDArray::size).sum();
    }
}
