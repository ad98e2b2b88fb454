package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.chunk.ChunkRecords;
import dev.roadloop.sensorlog.chunk.ChunksAhead;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import dev.roadloop.sensorlog.chunk.Decompressor;
import dev.roadloop.sensorlog.chunk.Delivery;
import dev.roadloop.sensorlog.chunk.KnownChunks;
import dev.roadloop.sensorlog.chunk.LossBook;
import dev.roadloop.sensorlog.chunk.TimeOrderedCursor;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Walks a bag from its first record to its index, and over damage. Bags have no checksums but
/// those inside lz4 and bz2 chunks: a wrong byte in the data of an uncompressed message cannot be
/// noticed.
///
/// Memory: one chunk, at most [ReadOptions#maxChunkBytes] compressed and as much decompressed.
final class BagCursor implements TimeOrderedCursor.Source {

    private static final int READ_AHEAD = 256 << 10;

    /// Enough for what lies between chunks that are opened ahead.
    private static final int SMALL_READ_AHEAD = 16 << 10;

    private final ByteSource source;
    private final BagIndex index;
    private final ReadOptions options;
    private final Consumer<Connections> onEnd;
    private final Window window;
    private final RecordReader records;
    private final Connections connections;
    private final Decompressor decompressor = new Decompressor();
    private final LossBook losses;
    private final KnownChunks known;
    private final ChunksAhead ahead;
    private final Delivery delivery;
    private final ChunkRecords chunk;
    private final long end;
    private long at = BagOp.MAGIC.length();
    private boolean skipped;
    private boolean ended;

    /// Bytes of the last record of a chunk that the file's end cuts off.

    /// Of a chunk that the file's end cuts off: bytes of its whole records, and of its data that
    /// they need.
    private int whole;

    private int needed;

    /// Whether chunks of this bag are compressed.
    private boolean compressed;

    BagCursor(ByteSource source, BagIndex index, ReadOptions options, Consumer<Connections> onEnd) {
        this.source = source;
        this.index = index;
        this.options = options;
        this.onEnd = onEnd;
        this.known =
                new KnownChunks(
                        index.chunks(),
                        index.position(),
                        options,
                        index.complete(),
                        index.connections()::nameOf);
        this.window =
                new Window(source, known.isWorthOpeningAhead() ? SMALL_READ_AHEAD : READ_AHEAD);
        this.ahead =
                new ChunksAhead(
                        source, window, known, options.maxChunkBytes(), BagChunkFrames::new);
        this.records = new RecordReader(window);
        this.connections = index.connections().copy();
        this.losses = new LossBook(connections::nameOf, index.losses());
        this.delivery = new Delivery(options, losses);
        this.chunk = new ChunkRecords(new BagLayout(), connections, losses, delivery);
        this.end = index.position();
    }

    @Override
    public boolean next() throws IOException {
        delivery.clear();
        while (!ended) {
            if (chunk.isOpen() ? chunk.next() : nextInFile()) {
                return true;
            }
        }
        return false;
    }

    /// Handles one record of the file; true if it was a message that is wanted.
    private boolean nextInFile() throws IOException {
        if (!losses.isCountingChunk()) {
            long jump = known.nextWanted(at);
            skipped |= jump > at;
            at = jump;
        }
        if (at >= end) {
            finish();
            return false;
        }
        ChunksAhead.Opened ready = ahead.take(at);
        if (ready != null) {
            losses.closeChunk();
            chunk.open(ready);
            compressed |= ready.records().limit() > ready.to() - ready.from();
            at = ready.to();
            return false;
        }
        if (!records.read(at)
                || (!records.isWhole() && records.head().op != BagOp.CHUNK)
                || isContradicted()) {
            damaged();
            return false;
        }
        long from = at;
        at = records.end();
        RecordHead found = records.head();
        switch (found.op) {
            case BagOp.CHUNK -> openChunk(from);
            case BagOp.INDEX_DATA -> {
                if (found.connection >= 0
                        && found.count >= 0
                        && found.count == records.dataLength() / 12) {
                    losses.chunkHad(found.connection, found.count);
                }
            }
            case BagOp.CONNECTION -> {
                losses.closeChunk();
                if (!records.loadData(options.maxChunkBytes())
                        || !connections.add(
                                found, window.buffer(), records.dataFrom(), records.dataTo())) {
                    losses.harmless(Loss.Reason.MALFORMED, from, at, "a connection cannot be read");
                }
            }
            case BagOp.MESSAGE -> {
                // Only in bags that were cut off: the head of their last chunk was never completed.
                losses.closeChunk();
                if (records.loadData(options.maxChunkBytes())) {
                    return delivery.deliver(
                            Math.max(found.connection, 0),
                            connections.topic(found.connection),
                            found.time,
                            found.time,
                            0,
                            window.buffer(),
                            records.dataFrom(),
                            records.dataTo());
                }
                losses.message(
                        Math.max(found.connection, 0),
                        Loss.Reason.TOO_LARGE,
                        from,
                        at,
                        "a message of "
                                + records.dataLength()
                                + " bytes, the limit is "
                                + options.maxChunkBytes());
            }
            default -> losses.closeChunk();
        }
        return false;
    }

    /// True if the index knows a chunk in the middle of this record, and there is one. The index
    /// has no checksum, so it is not believed without a look.
    private boolean isContradicted() throws IOException {
        if (!known.contradicts(at, records.head().op == BagOp.CHUNK, records.end() - at)) {
            return false;
        }
        long next = known.after(at);
        return next < records.end() && new BagResync(new Window(source, 4096)).plausible(next);
    }

    private void openChunk(long from) throws IOException {
        losses.closeChunk();
        RecordHead found = records.head();
        boolean cutOff = !records.isWhole();
        long to = Math.min(source.size(), records.end());
        Compression compression = BagChunks.compressionOf(found.compression);
        if (compression == null) {
            losses.chunk(
                    Loss.Reason.UNKNOWN_COMPRESSION,
                    from,
                    to,
                    "expected compression none, lz4 or bz2, found '" + found.compression + "'");
        } else if (records.dataLength() > options.maxChunkBytes()
                || found.size > options.maxChunkBytes()) {
            losses.chunk(
                    Loss.Reason.TOO_LARGE,
                    from,
                    to,
                    "a chunk that declares "
                            + found.size
                            + " uncompressed bytes, the limit is "
                            + options.maxChunkBytes());
        } else if (found.size < 0) {
            losses.chunk(Loss.Reason.MALFORMED, from, to, "a chunk without its size");
        } else {
            decompress(compression, found.size, from, to, cutOff);
        }
        if (cutOff) {
            losses.uncounted(
                    Loss.Reason.TRUNCATED,
                    whole > 0 ? records.dataAt() + needed : from,
                    source.size(),
                    "expected a chunk of "
                            + records.dataLength()
                            + " bytes, found the file's end after "
                            + (source.size() - records.dataAt())
                            + (whole > 0
                                    ? "; its beginning is read, %d of %d bytes of its records"
                                            .formatted(whole, found.size)
                                    : ""));
        }
    }

    private void decompress(Compression compression, long size, long from, long to, boolean cutOff)
            throws IOException {
        window.load(records.dataAt(), to - records.dataAt());
        ByteBuffer packed =
                window.buffer().slice(records.dataFrom(), (int) (to - records.dataAt()));
        try {
            ByteBuffer opened = decompressor.decompressPrefix(compression, packed, size);
            chunk.open(opened, from, to);
            compressed |= compression != Compression.NONE;
            if (cutOff) {
                whole = chunk.trim();
                needed = decompressor.needed(compression, packed, size, whole);
                chunk.open(decompressor.decompressPrefix(compression, packed, size), from, to);
                chunk.trim();
            } else if (opened.limit() != size) {
                // What came out before the damage is delivered; the rest is missing.
                String detail =
                        "expected %d bytes, found %d before the damage"
                                .formatted(size, opened.limit());
                chunk.trim(losses.chunk(Loss.Reason.BAD_COMPRESSION, from, to, detail));
            }
        } catch (DecompressionException e) {
            losses.chunk(Loss.Reason.BAD_COMPRESSION, from, to, e.getMessage());
        }
    }

    /// The record at `at` cannot be: either the file was cut off here, or bytes of it are wrong.
    private void damaged() throws IOException {
        long limit = Math.min(end, known.after(at));
        BagResync resync = new BagResync(new Window(source, READ_AHEAD));
        long next = resync.find(at + 1, limit);
        if (next == source.size()) {
            losses.uncounted(
                    Loss.Reason.TRUNCATED,
                    at,
                    next,
                    "expected a whole record, found the file's end");
        } else {
            losses.uncounted(
                    Loss.Reason.MALFORMED,
                    at,
                    next,
                    "found no record of a known kind and size; the next one is at byte " + next);
        }
        at = next;
    }

    private void finish() {
        ended = true;
        losses.close(
                skipped || !index.complete() ? null : index.counts(),
                delivery.seen(),
                index.position(),
                unread -> BagLayout.mostMessagesIn(unread, compressed));
        onEnd.accept(connections);
    }

    @Override
    public long earliestAhead() {
        return chunk.hasMore() ? Long.MIN_VALUE : known.earliestFrom(at);
    }

    @Override
    public Message message() {
        return delivery.message();
    }

    @Override
    public LossReport losses() {
        return losses.toReport();
    }

    @Override
    public double passed() {
        return ended ? 1 : Math.min(1, (double) at / source.size());
    }

    @Override
    public void close() {
        ahead.close();
        decompressor.close();
    }
}
