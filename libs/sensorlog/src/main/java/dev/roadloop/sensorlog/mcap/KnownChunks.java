package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.ReadOptions;
import java.util.List;

/// What a trusted index says about where chunks lie: to notice a record that cannot be, and to leave out chunks that
/// nobody asked for.
final class KnownChunks {

    /// No position, but that there is nothing more to read.
    static final long NO_MORE = Long.MAX_VALUE;

    private final List<McapRecord.ChunkIndex> chunks;
    private final ReadOptions options;
    private final McapIndex index;
    private final boolean mayJump;
    private int i;

    KnownChunks(McapIndex index, ReadOptions options) {
        this.index = index;
        this.options = options;
        this.chunks = index.trusted() ? index.chunks() : List.of();
        McapRecord.Statistics statistics = index.statistics();
        // Channels that only a chunk declares would be missed, so the summary must have them all.
        this.mayJump = !options.wantsAll()
                && !options.checkDataSection()
                && !chunks.isEmpty()
                && statistics != null
                && statistics.chunkCount() == chunks.size()
                && statistics.channelCount() == index.channels().all().size();
    }

    /// True if a record at `at` of this kind and length would run over a chunk, or is not the chunk that is there.
    boolean contradicts(long at, int opcode, long length) {
        seek(at);
        if (i == chunks.size()) {
            return false;
        }
        long start = chunks.get(i).chunkStartOffset();
        return start == at
                ? opcode != Op.CHUNK || length + Op.RECORD_HEAD != chunks.get(i).chunkLength()
                : start < at + Op.RECORD_HEAD + length;
    }

    /// Start of the first chunk after `at`, or [#NO_MORE].
    long after(long at) {
        seek(at + 1);
        return i < chunks.size() ? chunks.get(i).chunkStartOffset() : NO_MORE;
    }

    /// Where to go on reading from `at`: there, or at the next chunk with messages that are wanted, or [#NO_MORE].
    long nextWanted(long at) {
        if (!mayJump) {
            return at;
        }
        seek(at);
        while (i < chunks.size() && !isWanted(chunks.get(i))) {
            i++;
        }
        return i < chunks.size() ? Math.max(at, chunks.get(i).chunkStartOffset()) : NO_MORE;
    }

    private boolean isWanted(McapRecord.ChunkIndex chunk) {
        return options.wantsAnyOf(chunk.messageStartTime(), chunk.messageEndTime())
                && (options.topics().isEmpty()
                        || chunk.messageIndexOffsets().isEmpty()
                        || chunk.messageIndexOffsets().keySet().stream().anyMatch(this::wantsChannel));
    }

    private boolean wantsChannel(int channel) {
        String name = index.channels().nameOf(channel);
        return name != null && options.wantsTopic(name);
    }

    private void seek(long at) {
        while (i < chunks.size() && chunks.get(i).chunkStartOffset() < at) {
            i++;
        }
    }
}
