package dev.roadloop.sensorlog.chunk;

import java.util.List;

/// Small chunks that follow each other taken together, by their places in a list.
final class ChunkGroups {

    /// Chunks are taken together as long as they have no more bytes in the file.
    static final int PACKED_BYTES = 512 << 10;

    /// Nor more than this decompressed, as far as the index knows.
    static final int PLAIN_BYTES = 2 << 20;

    /// A group has no more chunks than this.
    static final int MAX_CHUNKS = 16;

    private final int[] firsts;
    private final int[] groups;
    private final int count;

    private ChunkGroups(int[] firsts, int[] groups, int count) {
        this.firsts = firsts;
        this.groups = groups;
        this.count = count;
    }

    /// Groups chunks, which are in order of position.
    static ChunkGroups of(List<ChunkRange> chunks) {
        int[] firsts = new int[chunks.size() + 1];
        int[] groups = new int[chunks.size()];
        int count = 0;
        long plain = 0;
        for (int i = 0; i < groups.length; i++) {
            ChunkRange chunk = chunks.get(i);
            plain += Math.max(0, chunk.size());
            if (i == 0
                    || chunks.get(i - 1).to() != chunk.from()
                    || chunk.to() - chunks.get(firsts[count - 1]).from() > PACKED_BYTES
                    || plain > PLAIN_BYTES
                    || i - firsts[count - 1] == MAX_CHUNKS) {
                firsts[count++] = i;
                plain = Math.max(0, chunk.size());
            }
            groups[i] = count - 1;
        }
        firsts[count] = groups.length;
        return new ChunkGroups(firsts, groups, count);
    }

    int count() {
        return count;
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
