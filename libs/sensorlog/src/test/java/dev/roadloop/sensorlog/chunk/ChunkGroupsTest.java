package dev.roadloop.sensorlog.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkGroupsTest {

    private static List<Integer> sizes(List<ChunkRange> chunks) {
        ChunkGroups groups = ChunkGroups.of(chunks);
        List<Integer> sizes = new ArrayList<>();
        for (int group = 0; group < groups.count(); group++) {
            sizes.add(groups.end(group) - groups.first(group));
            for (int chunk = groups.first(group); chunk < groups.end(group); chunk++) {
                assertThat(groups.of(chunk)).isEqualTo(group);
            }
        }
        return sizes;
    }

    /// Chunks that follow each other.
    private static List<ChunkRange> row(int count, int bytes, int plain) {
        return LongStream.range(0, count)
                .mapToObj(i -> new ChunkRange(i * bytes, bytes, plain, (i + 1) * bytes))
                .toList();
    }

    @Test
    void takesSmallChunksTogetherUpToHalfAMebibyte() {
        assertThat(sizes(row(11, 64 << 10, -1))).containsExactly(8, 3);
        assertThat(sizes(row(3, 1 << 20, -1))).containsExactly(1, 1, 1);
    }

    @Test
    void takesNoMoreTogetherThanSixteenChunksOrTwoMebibytesDecompressed() {
        assertThat(sizes(row(35, 100, -1))).containsExactly(16, 16, 3);
        assertThat(sizes(row(5, 1000, 1 << 20))).containsExactly(2, 2, 1);
        assertThat(sizes(row(2, 1000, Integer.MAX_VALUE))).containsExactly(1, 1);
    }

    @Test
    void leavesChunksApartThatDoNotFollowEachOther() {
        assertThat(
                        sizes(
                                List.of(
                                        new ChunkRange(0, 100, -1, 120),
                                        new ChunkRange(120, 100, -1, 220),
                                        new ChunkRange(9_000, 100, -1, 9_100))))
                .containsExactly(2, 1);
        assertThat(sizes(List.of())).isEmpty();
    }
}
