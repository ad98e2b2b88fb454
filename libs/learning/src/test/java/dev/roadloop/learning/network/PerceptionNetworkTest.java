package dev.roadloop.learning.network;

import static dev.roadloop.learning.Golden.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.learning.Golden;
import dev.roadloop.learning.detection.DetectionAnswer;
import dev.roadloop.learning.detection.FeatureGrid;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PerceptionNetworkTest {

    private static final NetworkShape TINY = new NetworkShape(new FeatureGrid(64, 32), 3, 4, 1, 8);

    private static final NetworkShape WITH_AREAS =
            new NetworkShape(new FeatureGrid(64, 32), 3, 4, 1, 8, 2);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aUnitConvolvesAndNormalisesAsTorchDoes() throws IOException {
        JsonNode golden = Golden.part("unit");
        ConvUnit unit = new ConvUnit(4, 3, 2, true);
        unit.initialize(manager, DataType.FLOAT32, new Shape(2, 3, 8, 8));
        unit.getParameters().get(0).getValue().getArray().set(floats(golden.get("weight")));
        NDList image =
                new NDList(manager.create(floats(golden.get("image")), new Shape(2, 3, 8, 8)));
        ParameterStore store = new ParameterStore(manager, false);

        float[] training = unit.forward(store, image, true).singletonOrThrow().toFloatArray();
        float[] trained = unit.forward(store, image, false).singletonOrThrow().toFloatArray();

        assertThat(training).containsExactly(floats(golden.get("training")), within(1e-5f));
        assertThat(trained).containsExactly(floats(golden.get("trained")), within(1e-5f));
    }

    @Test
    void answersAtEveryLocationOfEveryLevel() {
        PerceptionNetwork network = PerceptionNetwork.create(manager, TINY, 1);

        DetectionAnswer answer = network.answer(manager.zeros(new Shape(2, 3, 32, 64)), false);

        assertThat(answer.logits().getShape()).isEqualTo(new Shape(2, 42, 3));
        assertThat(answer.distances().getShape()).isEqualTo(new Shape(2, 42, 4));
        assertThat(answer.centreness().getShape()).isEqualTo(new Shape(2, 42));
        NDArray distances = answer.distances();
        assertThat(distances.get("...,:2").add(distances.get("...,2:")).min().getFloat())
                .isPositive();
    }

    @Test
    void answersForEveryCellIfItHasAreas() {
        PerceptionNetwork network = PerceptionNetwork.create(manager, WITH_AREAS, 1);

        PerceptionAnswer answer = network.all(manager.ones(new Shape(2, 3, 32, 64)), false);

        assertThat(Objects.requireNonNull(answer.areas()).getShape())
                .isEqualTo(new Shape(2, 2, 8, 16));
        assertThat(answer.boxes().logits().getShape()).isEqualTo(new Shape(2, 42, 3));
    }

    @Test
    void withoutAreasItIsTheNetworkThatItWas() {
        Map<String, NDArray> plain = PerceptionNetwork.create(manager, TINY, 1).weights();
        Map<String, NDArray> more = PerceptionNetwork.create(manager, WITH_AREAS, 1).weights();

        assertThat(List.copyOf(more.keySet()).subList(0, plain.size()))
                .containsExactlyElementsOf(plain.keySet());
        plain.forEach((name, weight) ->
                assertThat(Objects.requireNonNull(more.get(name)).toFloatArray())
                        .containsExactly(weight.toFloatArray()));
        String written =
                "{\"grid\":{\"width\":64,\"height\":32},\"classes\":3,\"width\":4,\"depth\":1,\"features\":8}";
        assertThat(Json.text(TINY)).isEqualTo(written);
        assertThat(Json.read(written, NetworkShape.class, "shape")).isEqualTo(TINY);
        assertThat(Json.read(Json.text(WITH_AREAS), NetworkShape.class, "shape"))
                .isEqualTo(WITH_AREAS);
    }

    @Test
    void beginsWithClassesAsRareAsTheyAre() {
        PerceptionNetwork network = PerceptionNetwork.create(manager, TINY, 1);

        NDArray logits = network.answer(manager.ones(new Shape(1, 3, 32, 64)), true).logits();

        assertThat(logits.mean().getFloat()).isCloseTo(-4.6f, within(0.3f));
    }

    @Test
    void itsWeightsDependOnTheSeedAlone() {
        PerceptionNetwork one = PerceptionNetwork.create(manager, TINY, 7);
        manager.getEngine().setRandomSeed(99);
        PerceptionNetwork same = PerceptionNetwork.create(manager, TINY, 7);
        PerceptionNetwork other = PerceptionNetwork.create(manager, TINY, 8);

        assertThat(one.weights().keySet()).containsExactlyElementsOf(same.weights().keySet());
        one.weights()
                .forEach((name, weight) ->
                        assertThat(same.weights().get(name).toFloatArray())
                                .containsExactly(weight.toFloatArray()));
        assertThat(other.weights().values().iterator().next().toFloatArray())
                .isNotEqualTo(one.weights().values().iterator().next().toFloatArray());
    }
}
