package dev.roadloop.learning.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.areas.AreaScore;
import dev.roadloop.learning.checkpoint.CheckpointStore;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.checkpoint.ForeignCheckpointException;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.data.Scenes;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.Precision;
import dev.roadloop.learning.optimise.LearningRate;
import dev.roadloop.learning.training.TrainingEvent.Judged;
import dev.roadloop.learning.training.TrainingEvent.Resumed;
import dev.roadloop.learning.training.TrainingEvent.Stepped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several devices, each of them the CPU.
@Tag("slow")
class SeveralDevicesTest {

    private static final NetworkShape SHAPE =
            new NetworkShape(new FeatureGrid(64, 32), 2, 4, 0, 8, 2);
    private static final int STEPS = 6;
    private static final TrainingPlan PLAN =
            new TrainingPlan(
                    4,
                    2,
                    STEPS,
                    new LearningRate(0.01, 0, 3, STEPS),
                    0.01,
                    5,
                    0.9,
                    0.5,
                    0.25,
                    2,
                    STEPS,
                    0,
                    11);

    @TempDir private static Path images;
    @TempDir private Path folder;

    private static List<Sample> scenes;
    private static List<Sample> heldOut;

    private final List<TrainingEvent> events = new ArrayList<>();

    @BeforeAll
    static void draw() throws IOException {
        scenes = Scenes.draw(images, 12, 1);
        heldOut = Scenes.draw(images, 4, 2);
    }

    /// Two equal halves have the same statistics as the whole, so that nothing but rounding and the
    /// factor n / (n - 1) of a running variance may differ. A quarter of the scenes have no areas,
    /// so that both halves have to divide by what the whole has.
    @Test
    void twoDevicesLearnFromABatchWhatOneDoes() {
        List<Sample> half = scenes.subList(0, 4);
        List<Sample> twice = new ArrayList<>(half);
        twice.addAll(half);
        Batch batch = new BatchMaker(SHAPE, 1 << 20).plain(twice);
        try (Learner one = learner(1);
                Learner two = learner(2)) {
            for (int step = 0; step < 3; step++) {
                for (int pass = 0; pass < 2; pass++) {
                    Loss loss = one.accumulate(batch, 0.5f);
                    Loss halves = two.accumulate(batch, 0.5f);
                    assertThat(halves.classes()).isCloseTo(loss.classes(), within(1e-4));
                    assertThat(halves.boxes()).isCloseTo(loss.boxes(), within(1e-4));
                    assertThat(halves.centreness()).isCloseTo(loss.centreness(), within(1e-4));
                    assertThat(halves.areas()).isPositive();
                    assertThat(halves.areas()).isCloseTo(loss.areas(), within(1e-4));
                }
                double norm = one.step(1e-3);
                assertThat(two.step(1e-3)).isCloseTo(norm, within(1e-3 * norm));
            }
            Map<String, Tensor> halves = two.tensors();
            one.tensors()
                    .forEach((name, tensor) -> {
                        if (!name.endsWith("runningVar")) {
                            assertThat(halves.get(name).values())
                                    .as(name)
                                    .containsExactly(tensor.values(), within(1e-4f));
                        }
                    });
        }
    }

    /// As above, in passes of one device instead of on two.
    @Test
    void twoPassesOverHalvesChangeTheWeightsAsOneOverTheWholeDoes() {
        List<Sample> half = scenes.subList(0, 4);
        List<Sample> twice = new ArrayList<>(half);
        twice.addAll(half);
        BatchMaker maker = new BatchMaker(SHAPE, 1 << 20);
        try (Learner whole = learner(1);
                Learner passes = learner(1)) {
            whole.accumulate(maker.plain(twice), 1);
            passes.accumulate(maker.plain(half), 0.5f);
            passes.accumulate(maker.plain(half), 0.5f);
            double norm = whole.step(1e-3);

            assertThat(passes.step(1e-3)).isCloseTo(norm, within(1e-4 * norm));
            Map<String, Tensor> accumulated = passes.tensors();
            whole.tensors()
                    .forEach((name, tensor) -> {
                        if (!name.contains("running")) {
                            assertThat(accumulated.get(name).values())
                                    .as(name)
                                    .containsExactly(tensor.values(), within(1e-4f));
                        }
                    });
        }
    }

    @Test
    void partsOfDifferentPicturesAddUpToTheWholesLoss() {
        Batch batch = new BatchMaker(SHAPE, 1 << 20).plain(scenes.subList(0, 5));
        AreaScore score = new AreaScore(AreaGrid.over(SHAPE.grid(), SHAPE.areas()));
        try (Learner learner = learner(1)) {
            Loss whole = learner.judge(batch, score);
            assertThat(batch.parts(3)).extracting(Batch::images).containsExactly(1, 2, 2);
            Loss parts =
                    batch.parts(3).stream()
                            .map(part -> learner.judge(part, score))
                            .reduce(Loss.NONE, Loss::plus);
            assertThat(parts.classes()).isCloseTo(whole.classes(), within(1e-4));
            assertThat(parts.boxes()).isCloseTo(whole.boxes(), within(1e-4));
            assertThat(parts.centreness()).isCloseTo(whole.centreness(), within(1e-4));
        }
        assertThatThrownBy(() -> batch.parts(6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 5 parts")
                .hasMessageContaining("found 6");
    }

    @Test
    void atMostOneDeviceIsUsedForEachPictureOfABatch() {
        assertThat(Devices.cpu(7).atMost(PLAN.batch()).all()).hasSize(4);
        assertThat(Devices.first().all()).hasSize(1);
    }

    /// Up to rounding: PyTorch adds up in another order when several threads compute at once.
    @Test
    void anInterruptedTrainingOnTwoDevicesGoesOnAsIfNothingWas()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        train("straight", 2, STEPS);
        List<Double> straight = losses();
        train("cut", 2, 2);
        train("cut", 2, 3);
        events.clear();
        train("cut", 2, STEPS);

        assertThat(events.getFirst()).isEqualTo(new Resumed(3, List.of()));
        List<Double> resumed = losses();
        assertThat(resumed).hasSize(STEPS - 3);
        for (int i = 0; i < resumed.size(); i++) {
            double expected = straight.get(i + 3);
            assertThat(resumed.get(i)).isCloseTo(expected, within(0.01 * expected));
        }
    }

    /// Each device takes the statistics of its own pictures, so losses are near each other and not
    /// the same.
    @Test
    void aTrainingGoesOnWithAnotherNumberOfDevices()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        train("one", 1, STEPS);
        double alone = judged();
        events.clear();
        train("moved", 4, 2);
        train("moved", 1, 4);
        train("moved", 2, STEPS);

        assertThat(events)
                .filteredOn(Resumed.class::isInstance)
                .containsExactly(new Resumed(2, List.of()), new Resumed(4, List.of()));
        assertThat(events)
                .filteredOn(Stepped.class::isInstance)
                .extracting(event -> ((Stepped) event).step())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(judged()).isCloseTo(alone, within(0.2 * alone));
    }

    private List<Double> losses() {
        return events.stream()
                .filter(Stepped.class::isInstance)
                .map(event -> ((Stepped) event).loss())
                .toList();
    }

    private double judged() {
        return events.stream()
                .filter(Judged.class::isInstance)
                .mapToDouble(event -> ((Judged) event).loss())
                .findFirst()
                .orElseThrow();
    }

    private static Learner learner(int devices) {
        return new Learner(SHAPE, PLAN, Precision.FULL, Devices.cpu(devices));
    }

    private Map<String, Tensor> train(String name, int devices, long until)
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        CheckpointStore checkpoints = new CheckpointStore(folder.resolve(name));
        try (Learner learner = learner(devices)) {
            new Trainer(
                            learner,
                            SHAPE,
                            PLAN,
                            new TrainingData("scenes", scenes, heldOut),
                            new Machine(2, 1 << 20),
                            checkpoints,
                            events::add,
                            () -> learner.steps() >= until)
                    .run();
        }
        return checkpoints.newest().orElseThrow().file().tensors();
    }
}
