package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.chunk.ChunkSpan;
import dev.roadloop.sensorlog.chunk.Tally;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a bag says at its end: connections and chunks. Empty if it was not closed or its end is
/// damaged.
///
/// @param complete true if all was there that the bag header announces
/// @param position where the index starts; the file's size if there is none
/// @param counts messages by connection
record BagIndex(
        Connections connections,
        List<ChunkSpan> chunks,
        Map<Integer, Long> counts,
        boolean complete,
        long position,
        LossReport losses) {

    static BagIndex load(ByteSource source) throws IOException {
        return new Loader(source).load();
    }

    private static final class Loader {

        private final ByteSource source;
        private final Window window;
        private final RecordReader records;
        private final Connections connections = new Connections();
        private final List<ChunkSpan> chunks = new ArrayList<>();
        private final Tally counts = new Tally();
        private final LossRecorder losses = new LossRecorder();

        Loader(ByteSource source) {
            this.source = source;
            this.window = new Window(source, 64 << 10);
            this.records = new RecordReader(window);
        }

        BagIndex load() throws IOException {
            if (!records.read(BagOp.MAGIC.length()) || records.head().op != BagOp.BAG_HEADER) {
                return missing(0, "expected the bag header as the first record, found none");
            }
            String encryptor = records.head().encryptor;
            if (!encryptor.isEmpty() && !encryptor.equals("rosbag/NoEncryptor")) {
                throw new RecordingException(
                        RecordingException.Reason.UNSUPPORTED,
                        source.name()
                                + ": expected a plain bag, found one encrypted by "
                                + encryptor
                                + "; decrypt it with rosbag first");
            }
            long from = records.head().indexPosition;
            long chunkCount = records.head().chunkCount;
            if (from == 0) {
                return missing(0, "the bag header names no index: the bag was not closed");
            }
            if (from < 0 || from > source.size()) {
                // Closed and cut off later: whatever lay between this end and the index is gone,
                // uncounted.
                losses.add(
                        new Loss(
                                Loss.Reason.TRUNCATED,
                                source.size(),
                                source.size(),
                                null,
                                null,
                                "expected an index at byte "
                                        + Long.toUnsignedString(from)
                                        + ", found a file of "
                                        + source.size()
                                        + " bytes"));
                return missing(source.size(), "the index is beyond the file's end");
            }
            long at = from;
            while (at < source.size()) {
                if (!records.read(at) || !records.isWhole() || !keep()) {
                    return missing(
                            at,
                            "expected a connection or a chunk info at byte "
                                    + at
                                    + ", found neither");
                }
                at = records.end();
            }
            if (chunkCount != chunks.size()) {
                return missing(
                        from, "expected " + chunkCount + " chunk infos, found " + chunks.size());
            }
            chunks.sort(Comparator.comparingLong(ChunkSpan::position));
            return new BagIndex(
                    connections, List.copyOf(chunks), counts.toMap(), true, from, LossReport.NONE);
        }

        private BagIndex missing(long at, String detail) {
            long from = Math.min(at, source.size());
            losses.add(
                    new Loss(
                            Loss.Reason.BAD_INDEX,
                            from,
                            source.size(),
                            null,
                            0L,
                            detail + "; the file is scanned instead"));
            return new BagIndex(
                    new Connections(),
                    List.of(),
                    Map.of(),
                    false,
                    source.size(),
                    losses.toReport());
        }

        private boolean keep() throws IOException {
            RecordHead head = records.head();
            if (head.op != BagOp.CONNECTION && head.op != BagOp.CHUNK_INFO) {
                return false;
            }
            if (!window.load(records.dataAt(), records.dataLength())) {
                return false;
            }
            int from = window.index(records.dataAt());
            int to = from + (int) records.dataLength();
            if (head.op == BagOp.CONNECTION) {
                return connections.add(head, window.buffer(), from, to);
            }
            return chunkInfo(head, window.buffer(), from, to);
        }

        private boolean chunkInfo(RecordHead head, ByteBuffer in, int from, int to) {
            if (head.chunkPosition < 0 || (to - from) % 8 != 0) {
                return false;
            }
            Set<Integer> ids = new HashSet<>();
            for (int i = from; i < to; i += 8) {
                int id = in.getInt(i);
                if (id < 0) {
                    return false;
                }
                long count = RecordHead.u32(in, i + 4);
                if (count > 0) {
                    ids.add(id);
                    counts.add(id, count);
                }
            }
            chunks.add(
                    new ChunkSpan(head.chunkPosition, -1, -1, head.startTime, head.endTime, ids));
            return true;
        }
    }
}
