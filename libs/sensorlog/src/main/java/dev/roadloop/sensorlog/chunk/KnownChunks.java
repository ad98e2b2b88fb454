package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.ReadOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What a trusted index says about where chunks lie: to notice a record that cannot be, and to
/// leave out chunks that nobody asked for.
public final class KnownChunks {

    /// No position, but that there is nothing more to read.
    public static final long NO_MORE = Long.MAX_VALUE;

    /// So many bytes between chunks are read along with them.
    private static final int BETWEEN = 64 << 10;

    private final List<ChunkSpan> chunks;
    private final long limit;
    private final ReadOptions options;
    private final IntFunction<@Nullable String> names;
    private final boolean mayJump;
    private final long[] earliest;
    private int i;

    /// @param chunks in order of position; empty if the index cannot be trusted
    /// @param limit where the last chunk, and what belongs to it, ends at the latest
    /// @param complete true if no message lies outside these chunks and `names` knows every topic
    ///   of them
    /// @param names topic names by id
    public KnownChunks(
            List<ChunkSpan> chunks,
            long limit,
            ReadOptions options,
            boolean complete,
            IntFunction<@Nullable String> names) {
        this.chunks = List.copyOf(chunks);
        this.limit = limit;
        this.options = options;
        this.names = names;
        this.earliest = new long[this.chunks.size() + 1];
        earliest[this.chunks.size()] =
                complete && !this.chunks.isEmpty() ? Long.MAX_VALUE : Long.MIN_VALUE;
        for (int c = this.chunks.size() - 1; c >= 0; c--) {
            earliest[c] = Math.min(earliest[c + 1], this.chunks.get(c).start());
        }
        this.mayJump = complete && !options.wantsAll() && !options.checkDataSection();
    }

    /// True if a record at `at` of this length would run over a chunk, or is not the chunk that is
    /// there.
    public boolean contradicts(long at, boolean isChunk, long length) {
        seek(at);
        if (i == chunks.size()) {
            return false;
        }
        ChunkSpan next = chunks.get(i);
        return next.position() == at
                ? !isChunk || (next.length() >= 0 && length != next.length())
                : next.position() < at + length;
    }

    /// Start of the first chunk after `at`, or [#NO_MORE].
    public long after(long at) {
        seek(at + 1);
        return i < chunks.size() ? chunks.get(i).position() : NO_MORE;
    }

    /// No chunk at or after `at` claims an earlier log time; [Long#MIN_VALUE] if messages may lie
    /// elsewhere.
    public long earliestFrom(long at) {
        seek(at);
        return earliest[i];
    }

    /// Where to go on reading from `at`: there, or at the next chunk with messages that are wanted,
    /// or [#NO_MORE].
    public long nextWanted(long at) {
        if (!mayJump) {
            return at;
        }
        seek(at);
        while (i < chunks.size() && !isWanted(chunks.get(i))) {
            i++;
        }
        return i < chunks.size() ? Math.max(at, chunks.get(i).position()) : NO_MORE;
    }

    /// Whether there are enough chunks to open some on other threads, and nobody needs the bytes
    /// themselves.
    public boolean isWorthOpeningAhead() {
        return chunks.size() > 2 && !options.checkDataSection();
    }

    /// Chunks that will be opened, in order of position.
    List<ChunkRange> wanted() {
        List<ChunkRange> wanted = new ArrayList<>(chunks.size());
        for (int c = 0; c < chunks.size(); c++) {
            ChunkSpan chunk = chunks.get(c);
            if (!mayJump || isWanted(chunk)) {
                long next = c + 1 < chunks.size() ? chunks.get(c + 1).position() : limit;
                long end = chunk.position() + chunk.length();
                boolean near = chunk.length() < 0 || (end <= next && next - end <= BETWEEN);
                wanted.add(
                        new ChunkRange(
                                chunk.position(), chunk.length(), chunk.size(), near ? next : end));
            }
        }
        return wanted;
    }

    private boolean isWanted(ChunkSpan chunk) {
        return options.wantsAnyOf(chunk.start(), chunk.end())
                && (options.topics().isEmpty()
                        || chunk.channels().isEmpty()
                        || chunk.channels().stream().anyMatch(this::wantsChannel));
    }

    private boolean wantsChannel(int channel) {
        String name = names.apply(channel);
        return name != null && options.wantsTopic(name);
    }

    private void seek(long at) {
        while (i < chunks.size() && chunks.get(i).position() < at) {
            i++;
        }
    }
}
