package dev.roadloop.learning.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.areas.AreaTarget;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchLoaderTest {

    private static final NetworkShape SHAPE = new NetworkShape(new FeatureGrid(96, 64), 2, 4, 1, 8);

    @TempDir private static Path folder;
    private static List<Sample> samples;

    @BeforeAll
    static void draw() throws IOException {
        samples = Scenes.draw(folder, 7, 1);
    }

    @Test
    void theBatchesDoNotDependOnThreadsOrMemoryOrWhereTheyBegin() throws InterruptedException {
        List<float[]> one = take(1, 0, 0, 6);
        List<float[]> four = take(4, 1 << 20, 0, 6);
        List<float[]> later = take(2, 1 << 20, 4, 2);

        assertThat(four).usingElementComparator(Arrays::compare).containsExactlyElementsOf(one);
        assertThat(later)
                .usingElementComparator(Arrays::compare)
                .containsExactlyElementsOf(one.subList(4, 6));
        assertThat(one.get(0)).isNotEqualTo(one.get(1));
    }

    @Test
    void areasAreThoseOfTheImageShownPlain() throws IOException {
        NetworkShape shape = new NetworkShape(new FeatureGrid(64, 32), 2, 4, 1, 8, 1);
        Batch batch = new BatchMaker(shape, 0).plain(samples.subList(2, 4));

        try (NDManager manager = NDManager.newBaseManager()) {
            AreaTarget target = batch.areaTarget(manager);
            float[] inside = target.inside().toFloatArray();
            byte[] whole = new byte[Scenes.WIDTH * Scenes.HEIGHT];
            samples.get(2)
                    .areas()
                    .getFirst()
                    .inside(Scenes.HEIGHT, Scenes.WIDTH)
                    .paint(whole, (byte) 1);

            // A cell's middle lies between pixels of the scaled image; the second one counts.
            for (int cell = 0; cell < 8 * 16; cell++) {
                int row = 2 * (4 * (cell / 16) + 2) + 1;
                int column = 2 * (4 * (cell % 16) + 2) + 1;
                assertThat(inside[cell]).isEqualTo(whole[row * Scenes.WIDTH + column]);
            }
            assertThat(target.cells()).isEqualTo(8 * 16);
            assertThat(target.judged().toFloatArray()).startsWith(1).endsWith(0);
        }
    }

    private static List<float[]> take(int threads, long memory, long first, int count)
            throws InterruptedException {
        LoaderSettings settings = new LoaderSettings(3, 42, 0.5, 5, threads, 2);
        List<float[]> batches = new ArrayList<>();
        try (BatchLoader loader =
                        new BatchLoader(new BatchMaker(SHAPE, memory), samples, settings, first);
                NDManager manager = NDManager.newBaseManager()) {
            for (int i = 0; i < count; i++) {
                Batch batch = loader.take();
                batches.add(batch.images(manager).toFloatArray());
                assertThat(batch.target(manager).oneHot().sum().getFloat()).isPositive();
            }
        }
        return batches;
    }

    @Test
    void everySampleComesOnceInEachRound() {
        SampleOrder order = new SampleOrder(7, 9);

        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            first.add(order.at(i));
        }
        for (int i = 7; i < 14; i++) {
            second.add(order.at(i));
        }

        assertThat(first).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6).isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
        Set<List<Integer>> rounds = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            SampleOrder other = new SampleOrder(7, seed);
            rounds.add(List.of(other.at(0), other.at(1), other.at(2), other.at(3)));
        }
        assertThat(rounds).hasSizeGreaterThan(10);
    }

    @Test
    void imagesThatAreNotWhatTheDatasetSaysAreNamed() throws IOException {
        Sample good = samples.getFirst();
        Path changed = folder.resolve("changed.png");
        Files.copy(samples.get(1).image(), changed);
        Path text = Files.writeString(folder.resolve("text.png"), "no image");

        assertRefused(
                new Sample("gone", folder.resolve("gone.png"), good.digest(), 128, 64, List.of()),
                "sample gone: there is no image");
        assertRefused(
                new Sample("changed", changed, good.digest(), 128, 64, List.of()),
                "sample changed:");
        assertRefused(
                new Sample("text", text, Sha256.of(Files.readAllBytes(text)), 128, 64, List.of()),
                "expected a JPEG or PNG");
        assertRefused(
                new Sample("small", good.image(), good.digest(), 64, 64, List.of()),
                "labels are for an image of 64x64");
    }

    private static void assertRefused(Sample sample, String message) {
        LoaderSettings settings = new LoaderSettings(1, 1, 0, 0, 1, 1);
        try (BatchLoader loader =
                new BatchLoader(new BatchMaker(SHAPE, 0), List.of(sample), settings, 0)) {
            assertThatThrownBy(loader::take)
                    .isInstanceOf(CallerException.class)
                    .hasMessageContaining(message);
        }
    }
}
