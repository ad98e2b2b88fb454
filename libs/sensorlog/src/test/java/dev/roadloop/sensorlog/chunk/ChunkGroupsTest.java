package dev.roadloop.sensorlog.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChunkGroupsTest {

    private static List<Integer> sizes(LongStream positions) {
        ChunkGroups groups =
                ChunkGroups.of(
                        positions.mapToObj(at -> new ChunkSpan(at, -1, 0, 0, Set.of())).toList());
        List<Integer> sizes = new ArrayList<>();
        for (int group = 0; group < groups.count(); group++) {
            sizes.add(groups.end(group) - groups.first(group));
            for (int chunk = groups.first(group); chunk < groups.end(group); chunk++) {
                assertThat(groups.of(chunk)).isEqualTo(group);
            }
        }
        return sizes;
    }

    @Test
    void takesSmallNeighboursTogetherAndTheLastAlone() {
        assertThat(sizes(LongStream.range(0, 11).map(i -> i * 65_536))).containsExactly(4, 4, 2, 1);
    }

    @Test
    void leavesLargeAndDistantChunksAlone() {
        assertThat(sizes(LongStream.of(0, 1_000_000, 1_000_100, 9_000_000, 9_000_100)))
                .containsExactly(1, 1, 1, 1, 1);
        assertThat(sizes(LongStream.of(0, 100, 200, 9_000_000, 9_000_100)))
                .containsExactly(2, 1, 1, 1);
        assertThat(sizes(LongStream.empty())).isEmpty();
    }
}
