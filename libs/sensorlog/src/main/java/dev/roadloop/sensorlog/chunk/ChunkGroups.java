package dev.roadloop.sensorlog.chunk;

import java.util.ArrayList;
import java.util.List;

/// Neighbouring small chunks taken together, by their positions in a list.
final class ChunkGroups {

    /// Only chunks that are not longer than this in the file are taken together.
    static final int SMALL = 128 << 10;

    /// A group has no more chunks than this.
    static final int MAX_CHUNKS = 4;

    private final int[] firsts;
    private final int[] groups;

    private ChunkGroups(int[] firsts, int[] groups) {
        this.firsts = firsts;
        this.groups = groups;
    }

    /// Groups `spans`, which are in order of position. A chunk ends where the next one begins, at
    /// the latest.
    static ChunkGroups of(List<ChunkSpan> spans) {
        List<Integer> firsts = new ArrayList<>();
        int[] groups = new int[spans.size()];
        boolean smallBefore = false;
        for (int i = 0; i < groups.length; i++) {
            boolean small =
                    i + 1 < groups.length
                            && spans.get(i + 1).position() - spans.get(i).position() <= SMALL;
            if (!small || !smallBefore || i - firsts.getLast() == MAX_CHUNKS) {
                firsts.add(i);
            }
            smallBefore = small;
            groups[i] = firsts.size() - 1;
        }
        firsts.add(groups.length);
        return new ChunkGroups(firsts.stream().mapToInt(Integer::intValue).toArray(), groups);
    }

    int count() {
        return firsts.length - 1;
    }

    /// The group of a chunk.
    int of(int chunk) {
        return groups[chunk];
    }

    /// The first chunk of a group.
    int first(int group) {
        return firsts[group];
    }

    /// The chunk after the last of a group.
    int end(int group) {
        return firsts[group + 1];
    }
}
