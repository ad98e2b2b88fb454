package dev.roadloop.sensorlog.rosbag2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Looks through a [write-ahead log](https://www.sqlite.org/fileformat2.html#walformat). SQLite
/// takes what it holds up to the first checksum that does not match, in silence; this finds what
/// was committed behind.
///
/// @param usable bytes that SQLite takes
/// @param committedBehind frames that end a transaction and that SQLite does not take
record WalFrames(long usable, long committedBehind) {

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int MAX_PAGE = 1 << 16;

    static WalFrames of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER);
            int pageSize = read(channel, header, 0) ? header.getInt(8) : 0;
            if ((header.getInt(0) & ~1) != MAGIC || pageSize < 512 || pageSize > MAX_PAGE) {
                return new WalFrames(0, 0);
            }
            return walk(channel, header, pageSize);
        }
    }

    private static WalFrames walk(FileChannel channel, ByteBuffer header, int pageSize)
            throws IOException {
        Checksum sum =
                new Checksum(
                        (header.getInt(0) & 1) == 0
                                ? ByteOrder.LITTLE_ENDIAN
                                : ByteOrder.BIG_ENDIAN);
        sum.add(header, 0, FRAME_HEADER);
        boolean valid = sum.matches(header, FRAME_HEADER);
        long salts = header.getLong(16);
        long usable = valid ? HEADER : 0;
        long behind = 0;
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
        for (long at = HEADER; read(channel, frame, at); at += frame.capacity()) {
            // Frames of another generation are left over from before a checkpoint.
            if (frame.getLong(8) != salts) {
                break;
            }
            sum.add(frame, 0, 8);
            sum.add(frame, FRAME_HEADER, pageSize);
            valid &= sum.matches(frame, 16);
            boolean commit = frame.getInt(4) != 0;
            usable = valid ? at + frame.capacity() : usable;
            behind += commit && !valid ? 1 : 0;
        }
        return new WalFrames(usable, behind);
    }

    private static boolean read(FileChannel channel, ByteBuffer target, long at)
            throws IOException {
        target.clear();
        while (target.hasRemaining()) {
            if (channel.read(target, at + target.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    /// Two sums over words, as the format defines them.
    private static final class Checksum {
        private final ByteOrder order;
        private int first;
        private int second;

        Checksum(ByteOrder order) {
            this.order = order;
        }

        void add(ByteBuffer bytes, int from, int length) {
            bytes.order(order);
            for (int at = from; at < from + length; at += 8) {
                first += bytes.getInt(at) + second;
                second += bytes.getInt(at + 4) + first;
            }
            bytes.order(ByteOrder.BIG_ENDIAN);
        }

        boolean matches(ByteBuffer bytes, int at) {
            return bytes.getInt(at) == first && bytes.getInt(at + 4) == second;
        }
    }
}
