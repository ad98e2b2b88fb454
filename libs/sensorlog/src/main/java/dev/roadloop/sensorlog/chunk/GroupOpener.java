package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.ChunkFormat.Packed;
import dev.roadloop.sensorlog.chunk.ChunksAhead.Opened;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Opens groups of chunks, one group at a time: reads them by one call, decompresses them, sums
/// them up and walks over their records, each while its bytes are in the core's cache.
///
/// Memory: [ChunksAhead#MAX_BYTES] compressed, as much decompressed, and a [RecordTable] for each
/// chunk. New memory costs as much as reading into it (the system clears it, page by page), so up
/// to [#KEPT] openers that need at most [#KEPT_BYTES] are kept for the next recording: 10 MiB for
/// the process.
final class GroupOpener implements Closeable {

    private static final int KEPT = 5;
    private static final int KEPT_BYTES = 2 << 20;
    private static final ArrayDeque<GroupOpener> IDLE = new ArrayDeque<>();

    private final NativeBuffer input = new NativeBuffer();
    private final NativeBuffer output = new NativeBuffer();
    private final Decompressor decompressor = new Decompressor();
    private final CRC32 crc = new CRC32();
    private final List<RecordTable> tables = new ArrayList<>();

    private GroupOpener() {}

    /// One for the caller alone, until it is given back.
    static GroupOpener take() {
        synchronized (IDLE) {
            GroupOpener idle = IDLE.pollLast();
            return idle == null ? new GroupOpener() : idle;
        }
    }

    /// Takes it back from a caller that uses nothing any more that came out of it.
    static void giveBack(GroupOpener opener) {
        synchronized (IDLE) {
            if (IDLE.size() < KEPT && opener.bytes() <= KEPT_BYTES) {
                IDLE.addLast(opener);
                return;
            }
        }
        opener.close();
    }

    private long bytes() {
        long bytes = input.capacity() + (long) output.capacity();
        for (RecordTable table : tables) {
            bytes += table.bytes();
        }
        return bytes;
    }

    /// Opens chunks that follow each other.
    ///
    /// @param maxBytes largest chunk to open, compressed or decompressed
    /// @return valid until the next call
    OpenedGroup open(ByteSource source, List<ChunkRange> chunks, ChunkFormat format, int maxBytes)
            throws IOException {
        long from = chunks.getFirst().from();
        long length = chunks.getLast().to() - from;
        if (from < 0
                || length < 0
                || length > ChunksAhead.MAX_BYTES
                || length > source.size() - from) {
            return OpenedGroup.NONE;
        }
        ByteBuffer bytes = input.room((int) length);
        source.read(from, bytes);
        bytes.flip();
        List<@Nullable Packed> found = new ArrayList<>(chunks.size());
        int total = 0;
        for (ChunkRange chunk : chunks) {
            Packed packed = packed(bytes, (int) (chunk.from() - from), chunk, format, maxBytes);
            if (packed != null && packed.compression() != Compression.NONE) {
                if (packed.size() > ChunksAhead.MAX_BYTES - total) {
                    packed = null;
                } else {
                    total += (int) packed.size();
                }
            }
            found.add(packed);
        }
        ByteBuffer room = output.room(total);
        List<@Nullable Opened> opened = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            Packed packed = found.get(i);
            ByteBuffer records = packed == null ? null : records(packed, room);
            opened.add(
                    packed == null || records == null
                            ? null
                            : new Opened(
                                    chunks.get(i).from(),
                                    from + packed.end(),
                                    records,
                                    table(i).begin(format.layout(), records)));
        }
        return new OpenedGroup(from, bytes, opened);
    }

    private static @Nullable Packed packed(
            ByteBuffer bytes, int at, ChunkRange chunk, ChunkFormat format, int maxBytes) {
        Packed packed = at < bytes.limit() ? format.chunkAt(bytes, at) : null;
        return packed == null
                        || packed.data().remaining() > maxBytes
                        || packed.size() < 0
                        || packed.size() > maxBytes
                        || (chunk.length() >= 0 && packed.end() - at != chunk.length())
                ? null
                : packed;
    }

    /// The records of a chunk, decompressed to where `room` stands; null if they cannot be trusted.
    private @Nullable ByteBuffer records(Packed packed, ByteBuffer room) {
        ByteBuffer records = packed.data();
        if (packed.compression() != Compression.NONE) {
            int size = (int) packed.size();
            records = room.slice(room.position(), size);
            room.position(room.position() + size);
            try {
                decompressor.decompress(
                        packed.compression(), packed.data(), records, packed.crc() != 0);
            } catch (DecompressionException e) {
                return null;
            }
        } else if (records.remaining() != packed.size()) {
            return null;
        }
        if (packed.crc() != 0) {
            crc.reset();
            crc.update(records.duplicate());
            if (crc.getValue() != packed.crc()) {
                return null;
            }
        }
        return records.order(ByteOrder.LITTLE_ENDIAN);
    }

    private RecordTable table(int i) {
        while (tables.size() <= i) {
            tables.add(new RecordTable());
        }
        return tables.get(i);
    }

    @Override
    public void close() {
        input.close();
        output.close();
        decompressor.close();
    }
}
