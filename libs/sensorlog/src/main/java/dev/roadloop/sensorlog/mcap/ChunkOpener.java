package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.chunk.ChunkRecords;
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

    /// Opens what there is of the chunk at `at`, which the file's end cuts off, with its whole
    /// records only. What is lost is noted.
    ///
    /// @param length that the chunk's content should have
    void openCut(long at, long length, long end, ChunkRecords into) throws IOException {
        losses.closeChunk();
        try {
            McapRecord.Chunk chunk = CutChunk.parse(content(at, end - at - Op.RECORD_HEAD));
            into.open(chunks.openPrefix(chunk), at, end);
            int whole = into.trim();
            long rest = chunk.records().remaining() - chunks.needed(chunk, whole);
            into.open(chunks.openPrefix(chunk), at, end);
            into.trim();
            cutOff(
                    whole == 0 ? at : end - rest,
                    length,
                    end - at - Op.RECORD_HEAD,
                    end,
                    whole == 0
                            ? ""
                            : "; its beginning is read, %d of %d bytes of its records"
                                    .formatted(whole, chunk.uncompressedSize()));
            return;
        } catch (MalformedRecordException e) {
            losses.chunk(Loss.Reason.MALFORMED, at, end, "chunk: " + e.getMessage());
        } catch (Chunks.BadChunkException e) {
            losses.chunk(e.reason(), at, end, e.getMessage());
        }
        cutOff(at, length, end - at - Op.RECORD_HEAD, end, "");
    }

    /// Notes what was lost of a record with the end of the file.
    ///
    /// @param lost first byte that yields nothing
    /// @param expected length of the record's content
    /// @param found as much of it as is there
    /// @param more that is to be said
    void cutOff(long lost, long expected, long found, long end, String more) {
        losses.uncounted(
                Loss.Reason.TRUNCATED,
                lost,
                end,
                "expected a record of %d bytes at byte %d, found the file's end after %d%s"
                        .formatted(expected, end - found - Op.RECORD_HEAD, found, more));
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
