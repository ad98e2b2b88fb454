package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Extras;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.chunk.ChunkRecords;
import dev.roadloop.sensorlog.chunk.ChunksAhead;
import dev.roadloop.sensorlog.chunk.Delivery;
import dev.roadloop.sensorlog.chunk.KnownChunks;
import dev.roadloop.sensorlog.chunk.LossBook;
import dev.roadloop.sensorlog.chunk.TimeOrderedCursor;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Walks a file from its first record to its last, and over damage.
///
/// Memory: one record of the file, at most [ReadOptions#maxChunkBytes] compressed and as much
/// decompressed.
final class FileOrderCursor implements TimeOrderedCursor.Source {

    static final int READ_AHEAD = 256 << 10;

    /// Enough for what lies between chunks that are opened ahead.
    private static final int SMALL_READ_AHEAD = 16 << 10;

    private final ByteSource source;
    private final Window window;
    private final McapIndex index;
    private final ReadOptions options;
    private final Consumer<Channels> onEnd;
    private final Channels channels;
    private final ChunkOpener chunks;
    private final LossBook losses;
    private final DataSectionCrc dataCrc;
    private final KnownChunks known;
    private final ChunksAhead ahead;
    private final Delivery delivery;
    private final ChunkRecords chunk;
    private long at;
    private long end;
    private boolean skipped;
    private boolean ended;
    private Extras extras = Extras.NONE;

    FileOrderCursor(
            ByteSource source, McapIndex index, ReadOptions options, Consumer<Channels> onEnd) {
        this.source = source;
        this.known = index.knownChunks(options);
        this.window =
                new Window(source, known.isWorthOpeningAhead() ? SMALL_READ_AHEAD : READ_AHEAD);
        this.ahead =
                new ChunksAhead(source, window, known, options.maxChunkBytes(), ChunkFrames::new);
        this.index = index;
        this.options = options;
        this.onEnd = onEnd;
        this.channels = index.channels().copy();
        this.losses = new LossBook(channels::nameOf, index.losses());
        this.chunks = new ChunkOpener(window, losses, options.maxChunkBytes());
        this.delivery = new Delivery(options, losses);
        this.chunk = new ChunkRecords(new McapLayout(), channels, losses, delivery);
        this.dataCrc = new DataSectionCrc(window, options.checkDataSection());
        this.at = Op.MAGIC_SIZE;
        this.end = source.size();
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
            if (at == KnownChunks.NO_MORE) {
                finish();
                return false;
            }
        }
        ChunksAhead.Opened ready = ahead.take(at);
        if (ready != null) {
            losses.closeChunk();
            chunk.open(ready);
            at = ready.to();
            return false;
        }
        if (end - at == Op.MAGIC_SIZE
                && window.load(at, Op.MAGIC_SIZE)
                && window.buffer().getLong(window.index(at)) == Op.MAGIC) {
            // Only in a file whose footer is damaged.
            finish();
            return false;
        }
        if (!window.load(at, Op.RECORD_HEAD)) {
            String detail = "expected a data end and a footer, found the end of the file";
            losses.uncounted(Loss.Reason.TRUNCATED, Math.min(at, end), end, detail);
            finish();
            return false;
        }
        int opcode = window.buffer().get(window.index(at)) & 0xFF;
        long length = window.buffer().getLong(window.index(at) + 1);
        if (opcode == 0
                || length < 0
                || length > end - at - Op.RECORD_HEAD
                || known.contradicts(at, opcode == Op.CHUNK, Op.RECORD_HEAD + length)) {
            damaged(opcode, length);
            return false;
        }
        long next = at + Op.RECORD_HEAD + length;
        boolean delivered = opcode == Op.MESSAGE ? message(length) : other(opcode, length);
        if (!ended && at < next) {
            dataCrc.cover(at, next);
            at = next;
        }
        return delivered;
    }

    private boolean message(long length) throws IOException {
        if (length < Op.MESSAGE_HEAD) {
            String detail = "expected a message, found a record of " + length + " bytes";
            losses.uncounted(Loss.Reason.MALFORMED, at, at + Op.RECORD_HEAD + length, detail);
            return false;
        }
        losses.closeChunk();
        long content = at + Op.RECORD_HEAD;
        if (length > options.maxChunkBytes()) {
            window.load(content, 2);
            int channel = window.buffer().getShort(window.index(content)) & 0xFFFF;
            losses.message(
                    channel,
                    Loss.Reason.TOO_LARGE,
                    at,
                    content + length,
                    "a message of " + length + " bytes, the limit is " + options.maxChunkBytes());
            return false;
        }
        window.load(at, Op.RECORD_HEAD + length);
        return chunk.deliver(window.buffer(), window.index(at), window.index(content + length));
    }

    private boolean other(int opcode, long length) throws IOException {
        long content = at + Op.RECORD_HEAD;
        switch (opcode) {
            case Op.CHUNK -> openChunk(length);
            case Op.MESSAGE_INDEX -> {
                if (losses.isCountingChunk()
                        && length <= options.maxChunkBytes()
                        && window.load(content, length)) {
                    chunks.count(window.buffer().slice(window.index(content), (int) length));
                }
            }
            case Op.SCHEMA, Op.CHANNEL -> {
                losses.closeChunk();
                if (length > options.maxChunkBytes()
                        || !window.load(at, Op.RECORD_HEAD + length)
                        || !channels.declare(
                                window.buffer(),
                                window.index(at),
                                window.index(content + length))) {
                    losses.harmless(
                            Loss.Reason.MALFORMED,
                            at,
                            content + length,
                            "a schema or channel cannot be read");
                }
            }
            case Op.DATA_END -> {
                losses.closeChunk();
                dataCrc.compare(at, length, losses);
                finish();
            }
            case Op.FOOTER -> {
                String detail = "expected a data end before the footer, found none";
                losses.harmless(Loss.Reason.BAD_INDEX, at, at, detail);
                finish();
            }
            case Op.METADATA -> {
                losses.closeChunk();
                extras = extras.and(new Extras(0, 1));
            }
            case Op.ATTACHMENT -> {
                losses.closeChunk();
                extras = extras.and(new Extras(1, 0));
                dataCrc.checkAttachment(at, length, options.maxChunkBytes(), losses);
            }
            default -> losses.closeChunk();
        }
        return false;
    }

    private void openChunk(long length) throws IOException {
        ByteBuffer records = chunks.open(at, length);
        if (records != null) {
            long to = at + Op.RECORD_HEAD + length;
            dataCrc.cover(at, to);
            chunk.open(records, at, to);
            at = to;
        }
    }

    /// The record at `at` cannot be: either the file was cut off here, or bytes of it are wrong.
    private void damaged(int opcode, long length) throws IOException {
        Resync resync = new Resync(new Window(source, READ_AHEAD), channels);
        if (!index.complete()
                && length > end - at - Op.RECORD_HEAD
                && Op.isKnown(opcode)
                && ((opcode == Op.CHUNK && resync.isChunk(at, length))
                        || resync.find(at + 1, end) == end)) {
            cutOff(opcode, length);
            return;
        }
        long next = resync.find(at + 1, Math.min(end, known.after(at)));
        losses.uncounted(
                Loss.Reason.MALFORMED,
                at,
                next,
                "found no record of a known kind and size; the next one is at byte " + next);
        dataCrc.cover(at, next);
        at = next;
    }

    private void cutOff(int opcode, long length) throws IOException {
        if (opcode == Op.CHUNK && chunks.fits(length)) {
            chunks.openCut(at, length, end, chunk);
        } else {
            chunks.cutOff(at, length, end - at - Op.RECORD_HEAD, end, "");
        }
        at = end;
        if (!chunk.isOpen()) {
            finish();
        }
    }

    private void finish() {
        ended = true;
        McapRecord.Statistics totals = skipped ? null : index.statistics();
        losses.close(
                totals == null ? null : totals.channelMessageCounts(),
                delivery.seen(),
                index.summaryStart());
        onEnd.accept(channels);
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
    public Extras extras() {
        return extras;
    }

    @Override
    public double passed() {
        return ended ? 1 : (double) at / end;
    }

    @Override
    public void close() {
        ahead.close();
        chunks.close();
    }
}
