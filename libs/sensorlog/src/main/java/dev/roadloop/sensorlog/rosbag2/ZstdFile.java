package dev.roadloop.sensorlog.rosbag2;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.RecordingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Whole recordings in Zstandard, as `compression_mode: FILE` of rosbag2 makes them: `.db3.zstd`
/// and `.mcap.zstd`. To be read they are unpacked to a temporary file, of a thousand times their
/// size and a gibibyte at most. Memory: a frame's window, which is 128 MiB at most.
final class ZstdFile {

    static final String SUFFIX = ".zstd";
    private static final int FRAME = 0xFD2FB528;
    private static final int BLOCK = 1 << 18;
    private static final int MAX_RATIO = 1000;
    private static final long SMALL = 1L << 30;

    /// What came out.
    ///
    /// @param source the temporary file, deleted when it is closed, and the packed one closed
    /// @param losses what could not be had of a damaged one
    record Unpacked(ByteSource source, LossReport losses) {}

    private ZstdFile() {}

    static boolean isPacked(ByteSource source) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Integer.BYTES);
        return source.read(0, head) == Integer.BYTES
                && Integer.reverseBytes(head.getInt(0)) == FRAME;
    }

    /// Unpacks as much as can be had.
    ///
    /// @throws RecordingException if it grows beyond what recordings do
    static Unpacked unpack(ByteSource packed) throws IOException {
        return unpack(packed, SMALL + MAX_RATIO * packed.size());
    }

    static Unpacked unpack(ByteSource packed, long maxBytes) throws IOException {
        Path folder = Files.createTempDirectory("roadloop-");
        Path file = folder.resolve("unpacked");
        try (OutputFile out = OutputFile.create(file)) {
            LossReport losses = unpack(packed, out, maxBytes);
            return new Unpacked(new TemporarySource(packed, file), losses);
        } catch (IOException | RuntimeException e) {
            TemporarySource.deleteFolder(folder);
            throw e;
        }
    }

    private static LossReport unpack(ByteSource packed, OutputFile out, long maxBytes)
            throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(BLOCK).limit(0);
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        long read = 0;
        boolean ended = true;
        try (ZstdDecompressCtx context = new ZstdDecompressCtx()) {
            while (true) {
                if (!in.hasRemaining() && read < packed.size()) {
                    read += packed.read(read, in.clear());
                    in.flip();
                }
                int before = in.remaining();
                if (before > 0 || !ended) {
                    ended = context.decompressDirectByteBufferStream(block, in);
                }
                if (out.position() + block.position() > maxBytes) {
                    throw tooLarge(packed, maxBytes);
                }
                boolean stands = before == in.remaining() && block.position() == 0;
                write(block, out);
                if (stands && read == packed.size()) {
                    return ended ? LossReport.NONE : lost(packed, read, out, "it ends too early");
                }
            }
        } catch (ZstdException e) {
            write(block, out);
            return lost(packed, read - in.remaining(), out, String.valueOf(e.getMessage()));
        }
    }

    private static void write(ByteBuffer block, OutputFile out) throws IOException {
        block.flip();
        out.write(block);
        block.clear();
    }

    private static LossReport lost(ByteSource packed, long from, OutputFile out, String why)
            throws IOException {
        Loss loss =
                new Loss(
                        Loss.Reason.BAD_COMPRESSION,
                        Math.min(from, packed.size()),
                        packed.size(),
                        null,
                        null,
                        "%s: expected a whole file in Zstandard, found damage at byte %d of %d: %s; its first %d bytes are read"
                                .formatted(
                                        packed.name(), from, packed.size(), why, out.position()));
        return new LossReport(List.of(loss), 0);
    }

    private static RecordingException tooLarge(ByteSource packed, long maxBytes) {
        return new RecordingException(
                RecordingException.Reason.UNSUPPORTED,
                "%s: expected a recording in Zstandard of at most %d bytes, found more in %d compressed; unpack it by hand if it is one"
                        .formatted(packed.name(), maxBytes, packed.size()));
    }

    /// Packs a file into one frame that states its size, as rosbag2 wants it.
    static void pack(Path file, Path target) throws IOException {
        ByteBuffer in = ByteBuffer.allocateDirect(BLOCK);
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                OutputFile out = OutputFile.create(target);
                ZstdCompressCtx context = new ZstdCompressCtx()) {
            context.setPledgedSrcSize(from.size());
            long left = from.size();
            boolean ended = false;
            while (!ended) {
                if (!in.hasRemaining() || left == from.size()) {
                    left -= Math.max(0, from.read(in.clear()));
                    in.flip();
                }
                EndDirective more = left == 0 ? EndDirective.END : EndDirective.CONTINUE;
                boolean flushed = context.compressDirectByteBufferStream(block, in, more);
                write(block, out);
                ended = left == 0 && flushed;
            }
        }
    }
}
