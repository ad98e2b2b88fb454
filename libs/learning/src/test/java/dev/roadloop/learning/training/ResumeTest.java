package dev.roadloop.learning.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.learning.checkpoint.CheckpointStore;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.checkpoint.ForeignCheckpointException;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.data.Scenes;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.optimise.LearningRate;
import dev.roadloop.learning.training.TrainingEvent.Judged;
import dev.roadloop.learning.training.TrainingEvent.Resumed;
import dev.roadloop.learning.training.TrainingEvent.RolledBack;
import dev.roadloop.learning.training.TrainingEvent.Saved;
import dev.roadloop.learning.training.TrainingEvent.Stepped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class ResumeTest {

    private static final NetworkShape TINY = new NetworkShape(new FeatureGrid(64, 32), 2, 4, 0, 8);

    private static final int STEPS = 8;

    @TempDir private static Path images;
    @TempDir private Path folder;

    private static TrainingData data;

    private final List<TrainingEvent> events = new ArrayList<>();
    private double peak = 0.01;
    private int judgeEvery = 8;
    private int patience;
    private NetworkShape shape = TINY;

    /// A kill: nothing is closed or written on the way out.
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeAll
    static void drawScenes() throws IOException {
        data = new TrainingData("scenes", Scenes.draw(images, 12, 1), Scenes.draw(images, 4, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRunKilledAtRandomStepsEndsWithEqualBits(int areas)
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        shape = new NetworkShape(new FeatureGrid(64, 32), 2, 4, 0, 8, areas);
        Map<String, Tensor> straight = train("straight", event -> {}, () -> false);

        long seed = Long.getLong("roadloop.seed", 1);
        Random random = new Random(seed);
        int kills = 0;
        Map<String, Tensor> resumed = Map.of();
        while (resumed.isEmpty()) {
            long fatal = kills < 2 ? random.nextInt(1, STEPS) : Long.MAX_VALUE;
            try {
                resumed = train("killed", event -> killAt(event, fatal), () -> false);
            } catch (Killed e) {
                kills++;
            }
        }

        assertThat(resumed.keySet()).containsExactlyElementsOf(straight.keySet());
        for (Map.Entry<String, Tensor> entry : straight.entrySet()) {
            assertThat(resumed.get(entry.getKey()).values())
                    .as("%s, killed by seed %d", entry.getKey(), seed)
                    .containsExactly(entry.getValue().values());
        }
    }

    private static void killAt(TrainingEvent event, long fatal) {
        if (event instanceof Stepped step && step.step() >= fatal) {
            throw new Killed();
        }
    }

    @Test
    void aRunThatIsAskedToStopGoesOnWhereItWas()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        train(
                "asked",
                event -> {},
                () -> events.stream().anyMatch(e -> e instanceof Stepped s && s.step() == 3));
        events.clear();

        train("asked", event -> {}, () -> false);

        assertThat(events.getFirst()).isEqualTo(new Resumed(3, List.of()));
    }

    @Test
    void lossesThatAreNoNumbersEndTheTrainingAndNeverReachACheckpoint()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        peak = 1e30;

        TrainingEnd end = run("exploding", data, event -> {}, () -> false);

        assertThat(end).isEqualTo(TrainingEnd.DIVERGED);
        assertThat(events).filteredOn(event -> event instanceof RolledBack).hasSize(3);
        new CheckpointStore(folder.resolve("exploding"))
                .newest()
                .orElseThrow()
                .file()
                .tensors()
                .forEach((name, tensor) -> {
                    for (float value : tensor.values()) {
                        assertThat(value).as(name).isFinite();
                    }
                });
    }

    @Test
    void aDamagedCheckpointCostsSomeStepsAndIsSaid()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        train("damaged", event -> killAt(event, 7), () -> false, Killed.class);
        Path newest = files("damaged").getLast();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(newest, bytes);
        events.clear();

        train("damaged", event -> {}, () -> false);

        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        Resumed.class,
                        resumed -> {
                            assertThat(resumed.step()).isEqualTo(3);
                            assertThat(resumed.damaged().getFirst())
                                    .contains(newest.toString())
                                    .contains("SHA-256 differs");
                        });
    }

    @Test
    void checkpointsOfAnotherTrainingAreRefused()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        train("mine", event -> killAt(event, 2), () -> false, Killed.class);
        TrainingData other = new TrainingData("others", data.training(), List.of());

        assertThatThrownBy(() -> run("mine", other, event -> {}, () -> false))
                .isInstanceOf(ForeignCheckpointException.class)
                .hasMessageContaining("of another training");
    }

    @Test
    void aTrainingThatGetsWorseEndsEarlyWithACheckpoint()
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        peak = 1;
        judgeEvery = 1;
        patience = 2;

        TrainingEnd end = run("worse", data, event -> {}, () -> false);

        assertThat(end).isEqualTo(TrainingEnd.STOPPED_EARLY);
        List<Double> losses =
                events.stream()
                        .filter(Judged.class::isInstance)
                        .map(event -> ((Judged) event).loss())
                        .toList();
        double best = Collections.min(losses);
        assertThat(losses.subList(losses.size() - 2, losses.size())).allMatch(loss -> loss >= best);
        assertThat(events.getLast()).isEqualTo(new Saved(losses.size()));
    }

    private void train(
            String name,
            Consumer<TrainingEvent> listener,
            BooleanSupplier stop,
            Class<? extends RuntimeException> end) {
        assertThatThrownBy(() -> train(name, listener, stop)).isInstanceOf(end);
    }

    private Map<String, Tensor> train(
            String name, Consumer<TrainingEvent> listener, BooleanSupplier stop)
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        run(name, data, listener, stop);
        return new CheckpointStore(folder.resolve(name)).newest().orElseThrow().file().tensors();
    }

    private TrainingEnd run(
            String name, TrainingData from, Consumer<TrainingEvent> listener, BooleanSupplier stop)
            throws IOException,
                    InterruptedException,
                    DamagedFileException,
                    ForeignCheckpointException {
        TrainingPlan plan =
                new TrainingPlan(
                        4,
                        2,
                        STEPS,
                        new LearningRate(peak, 0, 3, STEPS),
                        0.01,
                        5,
                        0.9,
                        0.5,
                        0.25,
                        3,
                        judgeEvery,
                        patience,
                        11);
        try (Learner learner = new Learner(shape, plan)) {
            Consumer<TrainingEvent> both =
                    event -> {
                        events.add(event);
                        listener.accept(event);
                    };
            return new Trainer(
                            learner,
                            shape,
                            plan,
                            from,
                            new Machine(2, 1 << 20),
                            new CheckpointStore(folder.resolve(name)),
                            both,
                            stop)
                    .run();
        }
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.sorted().toList();
        }
    }
}
