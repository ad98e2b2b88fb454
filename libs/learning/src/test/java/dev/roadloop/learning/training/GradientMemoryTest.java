package dev.roadloop.learning.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.roadloop.learning.areas.AreaLoss;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Scenes;
import dev.roadloop.learning.detection.DetectionLoss;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.detection.Recorded;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.PerceptionAnswer;
import dev.roadloop.learning.network.PerceptionNetwork;
import dev.roadloop.learning.network.Weights;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PyTorch reads numbers again when it goes back through a network. DJL keeps some of them in
/// buffers that the Java heap's collector frees.
@Tag("slow")
class GradientMemoryTest {

    private static final NetworkShape TINY =
            new NetworkShape(new FeatureGrid(64, 32), 2, 4, 1, 8, 1);
    private static final int BUFFERS = 20_000;

    @TempDir private Path images;

    @Test
    void gradientsAreTheSameWhateverIsCollectedBeforeThem() throws IOException {
        Batch batch = new BatchMaker(TINY, 1 << 20).plain(Scenes.draw(images, 4, 1));

        Map<String, float[]> calm = gradients(batch, () -> {});
        Map<String, float[]> collected = gradients(batch, GradientMemoryTest::overwriteWhatIsFree);

        assertThat(calm.values()).anySatisfy(values -> assertThat(values).doesNotContain(0));
        calm.forEach(
                (name, values) -> assertThat(collected.get(name)).as(name).containsExactly(values));
    }

    private static Map<String, float[]> gradients(Batch batch, Runnable beforehand) {
        try (NDManager manager = NDManager.newBaseManager()) {
            PerceptionNetwork network = PerceptionNetwork.create(manager, TINY, 7);
            network.trained().values().forEach(weight -> weight.setRequiresGradient(true));
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                PerceptionAnswer answer = network.all(batch.images(manager), true);
                NDArray areas =
                        AreaLoss.of(
                                Objects.requireNonNull(answer.areas()), batch.areaTarget(manager));
                NDArray boxes = DetectionLoss.of(answer.boxes(), batch.target(manager)).total();
                NDArray loss = Recorded.times(boxes.add(areas), 0.5);
                beforehand.run();
                collector.backward(loss);
            }
            Map<String, float[]> gradients = new LinkedHashMap<>();
            network.trained()
                    .forEach((name, weight) ->
                            gradients.put(name, Weights.copy(weight.getGradient()).values()));
            return gradients;
        }
    }

    /// Has buffers collected that nothing refers to, and takes their memory for other numbers.
    private static void overwriteWhatIsFree() {
        allocate();
        long before = buffers();
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (buffers() > before - BUFFERS) {
            assertThat(Instant.now()).as("buffers are freed").isBefore(deadline);
            System.gc();
        }
        allocate();
    }

    private static List<ByteBuffer> allocate() {
        List<ByteBuffer> buffers = new ArrayList<>();
        for (int i = 0; i < BUFFERS; i++) {
            buffers.add(
                    ByteBuffer.allocateDirect(4)
                            .order(ByteOrder.nativeOrder())
                            .putFloat(Float.NaN));
        }
        return buffers;
    }

    private static long buffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }
}
