package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.chunk.LossBook;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Opens the chunks that a cursor comes to, and notes those that cannot be had.
final class ChunkOpener implements Closeable {

    /// What a chunk's record has beside its messages.
    private static final long HEAD = 64;

    private final Window window;
    private final LossBook losses;
    private final Chunks chunks;
    private final int maxBytes;

    /// The beginning of a chunk.
    ///
    /// @param records decompressed; the last may be cut
    record Beginning(ByteBuffer records, boolean compressed) {}

    ChunkOpener(Window window, LossBook losses, int maxBytes) {
        this.window = window;
        this.losses = losses;
        this.chunks = new Chunks(maxBytes);
        this.maxBytes = maxBytes;
    }

    /// The records of the chunk at `at`; null if it is lost, which is noted then.
    ///
    /// @param length of the record's content
    @Nullable ByteBuffer open(long at, long length) throws IOException {
        long to = at + Op.RECORD_HEAD + length;
        losses.closeChunk();
        try {
            if (!fits(length)) {
                throw new Chunks.BadChunkException(
                        Loss.Reason.TOO_LARGE,
                        "a chunk of " + length + " bytes, the limit is " + maxBytes);
            }
            return chunks.open(
                    (McapRecord.Chunk) RecordParser.parse(Op.CHUNK, content(at, length)));
        } catch (MalformedRecordException e) {
            losses.chunk(Loss.Reason.MALFORMED, at, to, "chunk: " + e.getMessage());
        } catch (Chunks.BadChunkException e) {
            losses.chunk(e.reason(), at, to, e.getMessage());
        }
        return null;
    }

    /// What there is of the chunk at `at`, which the file's end cuts off; null if nothing of it can
    /// be had, which is noted then.
    @Nullable Beginning openCut(long at, long end) throws IOException {
        losses.closeChunk();
        try {
            McapRecord.Chunk chunk = CutChunk.parse(content(at, end - at - Op.RECORD_HEAD));
            return new Beginning(chunks.openPrefix(chunk), !chunk.compression().isEmpty());
        } catch (MalformedRecordException e) {
            losses.chunk(Loss.Reason.MALFORMED, at, end, "chunk: " + e.getMessage());
        } catch (Chunks.BadChunkException e) {
            losses.chunk(e.reason(), at, end, e.getMessage());
        }
        return null;
    }

    /// Whether the content of a chunk may be so long.
    boolean fits(long length) {
        return length <= maxBytes + HEAD;
    }

    /// Notes what a message index says of a chunk that is lost.
    void count(ByteBuffer messageIndex) {
        try {
            if (losses.isCountingChunk()
                    && RecordParser.parse(Op.MESSAGE_INDEX, messageIndex)
                            instanceof McapRecord.MessageIndex lost) {
                losses.chunkHad(lost.channelId(), lost.records().remaining() / 16);
            }
        } catch (MalformedRecordException e) {
            losses.closeChunk();
        }
    }

    private ByteBuffer content(long at, long length) throws IOException {
        window.load(at, Op.RECORD_HEAD + length);
        return window.buffer().slice(window.index(at) + Op.RECORD_HEAD, (int) length);
    }

    @Override
    public void close() {
        chunks.close();
    }
}
