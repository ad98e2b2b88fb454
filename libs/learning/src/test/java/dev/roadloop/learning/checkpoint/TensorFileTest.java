package dev.roadloop.learning.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {

    private record Meta(long step, String words) {}

    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException, DamagedFileException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", new Tensor(new long[] {2, 2}, new float[] {1, Float.MIN_VALUE, -0f, 4}));
        tensors.put("a", new Tensor(new long[] {}, new float[] {Float.NEGATIVE_INFINITY}));
        tensors.put("none", new Tensor(new long[] {0, 3}, new float[0]));
        Path file = folder.resolve("x.tensors");

        TensorFile.write(file, new Meta(7, "é"), tensors);
        TensorFile read = TensorFile.read(file);

        assertThat(read.meta().path("step").asLong()).isEqualTo(7);
        assertThat(read.meta().path("words").asText()).isEqualTo("é");
        assertThat(read.tensors().keySet()).containsExactly("b", "a", "none");
        assertThat(read.tensors().get("b").shape()).containsExactly(2, 2);
        assertThat(read.tensors().get("b").values()).containsExactly(1, Float.MIN_VALUE, -0f, 4);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void everyChangedOrMissingByteIsNoticed() throws IOException {
        Path file = folder.resolve("x.tensors");
        TensorFile.write(
                file, new Meta(1, "m"), Map.of("t", new Tensor(new long[] {3}, new float[3])));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(5);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertDamaged(file, changed);
            assertDamaged(file, Arrays.copyOf(whole, at));
        }
        assertDamaged(file, Arrays.copyOf(whole, whole.length + 1));
    }

    private static void assertDamaged(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        assertThatThrownBy(() -> TensorFile.read(file))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void keepsTheLastTwoAndFallsBackToTheOneThatIsWhole() throws IOException, DamagedFileException {
        CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"));
        assertThat(store.newest()).isEmpty();
        for (int step = 1; step <= 3; step++) {
            store.save(step, new Meta(step, ""), Map.of());
        }
        Path newest = folder.resolve("checkpoints/checkpoint-0000000003.tensors");
        Files.writeString(newest, "damaged");

        CheckpointStore.Found found = store.newest().orElseThrow();

        assertThat(found.file().meta().path("step").asLong()).isEqualTo(2);
        assertThat(found.damaged()).hasSize(1);
        Files.writeString(folder.resolve("checkpoints/checkpoint-0000000002.tensors"), "too");
        assertThatThrownBy(store::newest)
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("remove them to start over");
    }

    /// Or the next save would keep the damaged one and remove the whole one.
    @Test
    void aDamagedOneIsPutAsideSoThatTwoWholeOnesAreKept() throws IOException, DamagedFileException {
        CheckpointStore store = new CheckpointStore(folder);
        store.save(1, new Meta(1, ""), Map.of());
        store.save(2, new Meta(2, ""), Map.of());
        Files.writeString(folder.resolve("checkpoint-0000000002.tensors"), "damaged");

        assertThat(store.newest().orElseThrow().damaged()).hasSize(1);
        store.save(3, new Meta(3, ""), Map.of());

        Files.writeString(folder.resolve("checkpoint-0000000003.tensors"), "damaged, too");
        assertThat(store.newest().orElseThrow().file().meta().path("step").asLong()).isEqualTo(1);
        assertThat(folder.resolve("checkpoint-0000000002.tensors.damaged")).hasContent("damaged");
    }

    @Test
    void aPartLeftByAKillIsNoCheckpointAndIsRemoved() throws IOException, DamagedFileException {
        CheckpointStore store = new CheckpointStore(folder);
        Path part = folder.resolve("checkpoint-0000000009.tensors.part");
        Files.writeString(part, "half");

        assertThat(store.newest()).isEmpty();
        assertThat(new CheckpointStore(folder).newest()).isEmpty();
        assertThat(part).doesNotExist();
    }
}
