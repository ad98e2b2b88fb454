package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.chunk.ChunkSpan;
import dev.roadloop.sensorlog.chunk.KnownChunks;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// What a file's header and summary section say. Empty where there is none; `trusted` only if its
/// CRC is there and right.
///
/// @param channels declared in the summary
/// @param chunks in order of position
/// @param statistics null if there are none
/// @param complete true if the file ends with a footer and the magic bytes
record McapIndex(
        String profile,
        String library,
        Channels channels,
        List<McapRecord.ChunkIndex> chunks,
        McapRecord.@Nullable Statistics statistics,
        long summaryStart,
        boolean complete,
        boolean trusted,
        LossReport losses) {

    private static final int TAIL = Op.RECORD_HEAD + Op.FOOTER_SIZE + Op.MAGIC_SIZE;

    /// Where chunks lie, for a reader with these options.
    KnownChunks knownChunks(ReadOptions options) {
        // Channels that only a chunk declares would be missed, so the summary must have them all.
        boolean whole =
                trusted
                        && statistics != null
                        && !chunks.isEmpty()
                        && statistics.chunkCount() == chunks.size()
                        && statistics.channelCount() == channels.all().size();
        return new KnownChunks(
                trusted ? spans() : List.of(), summaryStart, options, whole, channels::nameOf);
    }

    private List<ChunkSpan> spans() {
        return chunks.stream()
                .map(chunk ->
                        new ChunkSpan(
                                chunk.chunkStartOffset(),
                                chunk.chunkLength(),
                                chunk.uncompressedSize(),
                                chunk.messageStartTime(),
                                chunk.messageEndTime(),
                                chunk.messageIndexOffsets().keySet()))
                .toList();
    }

    /// Reads header and summary, each record by itself: memory is bounded by the largest record.
    static McapIndex load(ByteSource source) throws IOException {
        return new Loader(source).load();
    }

    private static final class Loader {

        private final Window window;
        private final LossRecorder losses = new LossRecorder();
        private final Channels channels = new Channels();
        private final List<McapRecord.ChunkIndex> chunks = new ArrayList<>();
        private final CRC32 crc = new CRC32();
        private McapRecord.@Nullable Statistics statistics;

        Loader(ByteSource source) {
            this.window = new Window(source, 64 << 10);
        }

        McapIndex load() throws IOException {
            McapRecord.Header header = header();
            long footerAt = window.size() - TAIL;
            McapRecord.Footer footer = footer(footerAt);
            if (footer == null) {
                return index(header, 0, false, false);
            }
            long start = footer.summaryStart();
            if (start == 0) {
                return index(header, 0, true, false);
            }
            try {
                readSummary(start, footerAt);
            } catch (MalformedRecordException e) {
                return untrusted(header, start, footerAt, "summary: " + e.getMessage());
            }
            window.load(footerAt, Op.RECORD_HEAD + 16);
            crc.update(
                    window.buffer()
                            .duplicate()
                            .position(window.index(footerAt))
                            .limit(window.index(footerAt) + Op.RECORD_HEAD + 16));
            if (footer.summaryCrc() != 0 && footer.summaryCrc() != crc.getValue()) {
                return untrusted(
                        header,
                        start,
                        footerAt,
                        "summary: expected CRC-32 %08x, found %08x"
                                .formatted(footer.summaryCrc(), crc.getValue()));
            }
            chunks.sort(Comparator.comparingLong(McapRecord.ChunkIndex::chunkStartOffset));
            return index(header, start, true, footer.summaryCrc() != 0);
        }

        private McapIndex untrusted(McapRecord.Header header, long start, long end, String detail) {
            long from = Math.clamp(start, 0, end);
            losses.add(
                    new Loss(
                            Loss.Reason.BAD_INDEX,
                            from,
                            end,
                            null,
                            0L,
                            detail + "; the file is scanned instead"));
            chunks.clear();
            statistics = null;
            return new McapIndex(
                    header.profile(),
                    header.library(),
                    new Channels(),
                    List.of(),
                    null,
                    0,
                    true,
                    false,
                    losses.toReport());
        }

        private McapIndex index(
                McapRecord.Header header, long start, boolean complete, boolean trusted) {
            return new McapIndex(
                    header.profile(),
                    header.library(),
                    channels,
                    List.copyOf(chunks),
                    statistics,
                    start,
                    complete,
                    trusted,
                    losses.toReport());
        }

        private McapRecord.Header header() throws IOException {
            McapRecord found = null;
            if (window.load(Op.MAGIC_SIZE, Op.RECORD_HEAD)) {
                int at = window.index(Op.MAGIC_SIZE);
                long length = window.buffer().getLong(at + 1);
                if (window.buffer().get(at) == Op.HEADER && length <= 1 << 20) {
                    found = parse(Op.MAGIC_SIZE, Op.HEADER, length);
                }
            }
            return found instanceof McapRecord.Header header
                    ? header
                    : new McapRecord.Header("", "");
        }

        private @Nullable McapRecord parse(long at, int opcode, long length) throws IOException {
            if (length < 0 || !window.load(at + Op.RECORD_HEAD, length)) {
                return null;
            }
            ByteBuffer content =
                    window.buffer().slice(window.index(at + Op.RECORD_HEAD), (int) length);
            try {
                return RecordParser.parse(opcode, content);
            } catch (MalformedRecordException e) {
                return null;
            }
        }

        private McapRecord.@Nullable Footer footer(long at) throws IOException {
            if (at < Op.MAGIC_SIZE || !window.load(at, TAIL)) {
                return null;
            }
            ByteBuffer bytes = window.buffer();
            int i = window.index(at);
            if (bytes.getLong(i + TAIL - Op.MAGIC_SIZE) != Op.MAGIC
                    || bytes.get(i) != Op.FOOTER
                    || bytes.getLong(i + 1) != Op.FOOTER_SIZE) {
                return null;
            }
            return parse(at, Op.FOOTER, Op.FOOTER_SIZE) instanceof McapRecord.Footer footer
                    ? footer
                    : null;
        }

        private void readSummary(long start, long end)
                throws IOException, MalformedRecordException {
            if (start < Op.MAGIC_SIZE || start > end) {
                throw new MalformedRecordException(
                        "starts at " + start + ", outside the file's records");
            }
            crc.reset();
            long at = start;
            while (at < end) {
                if (!window.load(at, Op.RECORD_HEAD)) {
                    throw new MalformedRecordException(
                            "a record at " + at + " ends after the file");
                }
                int opcode = window.buffer().get(window.index(at)) & 0xFF;
                long length = window.buffer().getLong(window.index(at) + 1);
                if (length < 0
                        || length > end - at - Op.RECORD_HEAD
                        || !window.load(at, Op.RECORD_HEAD + length)) {
                    throw new MalformedRecordException(
                            "a record at " + at + " of " + length + " bytes is too long");
                }
                int i = window.index(at);
                int next = i + Op.RECORD_HEAD + (int) length;
                crc.update(window.buffer().duplicate().position(i).limit(next));
                keep(
                        RecordParser.parse(
                                opcode, window.buffer().slice(i + Op.RECORD_HEAD, (int) length)));
                at += Op.RECORD_HEAD + length;
            }
        }

        private void keep(McapRecord any) {
            switch (any) {
                case McapRecord.SchemaRecord schema -> channels.add(schema);
                case McapRecord.Channel channel -> channels.add(channel);
                case McapRecord.ChunkIndex chunk -> chunks.add(chunk);
                case McapRecord.Statistics found -> statistics = found;
                default -> {
                    // Nothing that reading messages needs.
                }
            }
        }
    }
}
