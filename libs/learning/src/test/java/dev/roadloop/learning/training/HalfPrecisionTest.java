package dev.roadloop.learning.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.learning.checkpoint.CheckpointStore;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.checkpoint.ForeignCheckpointException;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.checkpoint.TensorFile;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.data.Scenes;
import dev.roadloop.learning.detection.DetectionAnswer;
import dev.roadloop.learning.detection.DetectionLoss;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.detection.Recorded;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.PerceptionNetwork;
import dev.roadloop.learning.network.Precision;
import dev.roadloop.learning.optimise.LearningRate;
import dev.roadloop.learning.optimise.LossScale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Half precision, which is for GPUs, on a CPU, which computes the same more slowly.
@Tag("slow")
class HalfPrecisionTest {

    private static final NetworkShape SHAPE =
            new NetworkShape(new FeatureGrid(128, 64), 2, 8, 0, 8);
    private static final int STEPS = 14;
    private static final LearningRate RATE = new LearningRate(0.01, 0, 3, STEPS);
    private static final TrainingPlan PLAN =
            new TrainingPlan(4, 1, STEPS, RATE, 0.01, 5, 0.9, 0.5, 0.25, 100, 100, 0, 11);

    @TempDir private static Path images;
    @TempDir private Path folder;
    private static List<Sample> samples;

    private final List<TrainingEvent> events = new ArrayList<>();

    @BeforeAll
    static void draw() throws IOException {
        samples = Scenes.draw(images, 8, 1);
    }

    @Test
    void gradientsPointWhereThoseOfFullPrecisionDo() {
        Batch batch = new BatchMaker(SHAPE, 1 << 20).plain(samples);

        Map<String, float[]> full = gradients(batch, Precision.FULL, 1);
        Map<String, float[]> half = gradients(batch, Precision.HALF, 1024);

        assertThat(half.keySet()).containsExactlyElementsOf(full.keySet());
        assertThat(half.values()).anySatisfy(values -> assertThat(values).doesNotContain(0));
        full.forEach((name, values) ->
                assertThat(cosine(values, half.get(name))).as(name).isGreaterThan(0.9));
    }

    private static Map<String, float[]> gradients(Batch batch, Precision precision, float scale) {
        try (NDManager manager = NDManager.newBaseManager()) {
            PerceptionNetwork network = PerceptionNetwork.create(manager, SHAPE, 7, precision);
            network.trained().values().forEach(weight -> weight.setRequiresGradient(true));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                DetectionAnswer answer = network.answer(batch.images(manager), true);
                assertThat(answer.logits().getDataType()).isEqualTo(DataType.FLOAT32);
                NDArray loss = DetectionLoss.of(answer, batch.target(manager)).total();
                collector.backward(Recorded.times(loss, scale));
            }
            Map<String, float[]> gradients = new LinkedHashMap<>();
            network.trained()
                    .forEach((name, weight) ->
                            gradients.put(name, weight.getGradient().div(scale).toFloatArray()));
            return gradients;
        }
    }

    @Test
    void areasAreAnsweredInFullPrecision() {
        NetworkShape shape = new NetworkShape(SHAPE.grid(), 2, 8, 0, 8, 1);
        Batch batch = new BatchMaker(SHAPE, 1 << 20).plain(samples);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray areas =
                    PerceptionNetwork.create(manager, shape, 7, Precision.HALF)
                            .all(batch.images(manager), true)
                            .areas();

            assertThat(areas).isNotNull();
            assertThat(areas.getDataType()).isEqualTo(DataType.FLOAT32);
        }
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            ones += (double) one[i] * one[i];
            others += (double) other[i] * other[i];
        }
        return product / Math.sqrt(ones * others);
    }

    @Test
    void aStepWhoseGradientIsTooLargeForHalfPrecisionChangesNoWeight() {
        Batch batch = new BatchMaker(SHAPE, 1 << 20).plain(samples);
        try (Learner learner = new Learner(SHAPE, PLAN, Precision.HALF, Devices.first())) {
            Map<String, Tensor> before = learner.tensors();
            learner.restore(before, 0, new LossScale(1 << 24, 5));

            learner.accumulate(batch, 1e6f);
            double norm = learner.step(0.01);

            assertThat(norm).isNaN();
            before.forEach((name, tensor) -> {
                // A pass moves what normalisations know, whatever its gradients are; not the
                // averages.
                if (!name.startsWith("weights/") || !name.contains("running")) {
                    assertThat(learner.tensors().get(name).values())
                            .as(name)
                            .containsExactly(tensor.values());
                }
            });
            assertThat(learner.steps()).isZero();
            assertThat(learner.shrinkScale()).isTrue();
            assertThat(learner.scale()).isEqualTo(new LossScale(1 << 23, 0));
            learner.accumulate(batch, 1e-3f);
            assertThat(learner.step(0.01)).isPositive();
            assertThat(learner.steps()).isOne();
        }
    }

    @Test
    void aTrainingInterruptedAmongStepsThatArePassedOverEndsWithTheSameBits()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        train("first", () -> seen(1));
        beginWithTheLargestScale("straight");
        beginWithTheLargestScale("cut");

        Map<String, Tensor> straight = train("straight", () -> false);
        assertThat(events).hasAtLeastOneElementOfType(TrainingEvent.PassedOver.class);
        assertThat(events).hasAtLeastOneElementOfType(TrainingEvent.Stepped.class);
        for (int stop = 3; stop < STEPS; stop += 4) {
            long at = stop;
            train("cut", () -> seen(at));
        }
        Map<String, Tensor> resumed = train("cut", () -> false);

        assertThat(resumed.keySet()).containsExactlyElementsOf(straight.keySet());
        straight.forEach((name, tensor) ->
                assertThat(resumed.get(name).values()).as(name).containsExactly(tensor.values()));
    }

    private void beginWithTheLargestScale(String name) throws IOException, DamagedFileException {
        TensorFile first =
                new CheckpointStore(folder.resolve("first")).newest().orElseThrow().file();
        ObjectNode state = ((ObjectNode) first.meta()).deepCopy();
        state.withObject("/scale").put("value", 1 << 24);
        new CheckpointStore(folder.resolve(name)).save(1, state, first.tensors());
    }

    private boolean seen(long step) {
        TrainingEvent last = events.getLast();
        return last instanceof TrainingEvent.Stepped some && some.step() == step
                || last instanceof TrainingEvent.PassedOver over && over.step() == step;
    }

    private Map<String, Tensor> train(String name, BooleanSupplier stop)
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        events.clear();
        CheckpointStore checkpoints = new CheckpointStore(folder.resolve(name));
        try (Learner learner = new Learner(SHAPE, PLAN, Precision.HALF, Devices.first())) {
            new Trainer(
                            learner,
                            SHAPE,
                            PLAN,
                            new TrainingData("scenes", samples, List.of()),
                            new Machine(1, 1 << 20),
                            checkpoints,
                            events::add,
                            stop)
                    .run();
        }
        return checkpoints.newest().orElseThrow().file().tensors();
    }
}
