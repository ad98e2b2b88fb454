package dev.roadloop.bench;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.chunk.Compressor;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import dev.roadloop.sensorlog.chunk.Decompressor;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;

/// A recording to read and write, and what the machine can do with the same bytes: copying the file
/// from or to the page cache and summing it up (no compression), or the codec alone on the same
/// chunks in memory.
final class SensorlogFile implements Closeable {

    static final int CORES = Runtime.getRuntime().availableProcessors();

    private final String[] parts;
    private final Compression compression;
    private final int message;
    private final int chunkBytes;
    private final long total;
    private final Path file;
    private final Path scratch;
    private final List<ByteBuffer> payloads;
    private final List<ByteBuffer> plain;
    private final List<ByteBuffer> packed;

    /// Writes it.
    ///
    /// @param recording format, compression, bytes of a message, KiB of a chunk
    SensorlogFile(String recording) throws IOException {
        parts = recording.split(" ");
        compression = Compression.valueOf(parts[1].toUpperCase(Locale.ROOT));
        message = Integer.parseInt(parts[2]);
        chunkBytes = Integer.parseInt(parts[3]) << 10;
        total = SensorlogTable.bytesOf(parts[1]);
        payloads = SensorlogChunks.payloads(message);
        file = Files.createTempFile("sensorlog", ".recording");
        scratch = Files.createTempFile("sensorlog", ".limit");
        plain = SensorlogChunks.plain(payloads, chunkBytes);
        packed =
                compression == Compression.NONE
                        ? List.of()
                        : SensorlogChunks.packed(plain, compression);
        write();
    }

    long total() {
        return total;
    }

    boolean compressed() {
        return compression != Compression.NONE;
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
        Files.delete(scratch);
    }

    /// Writes the recording.
    void write() throws IOException {
        WriteOptions options =
                WriteOptions.defaults().withCompression(compression).withChunkBytes(chunkBytes);
        try (RecordingWriter writer = writer(options)) {
            Topic topic =
                    writer.addTopic(
                            "/sensor",
                            "ros1",
                            Schema.of("sensor_msgs/Blob", "ros1msg", "uint8[] data"),
                            Map.of());
            for (int i = 0; i < total / message; i++) {
                writer.write(topic, i, i, i, payloads.get(i % payloads.size()));
            }
        }
    }

    private RecordingWriter writer(WriteOptions options) throws IOException {
        if (parts[0].equals("bag")) {
            return Ros1Bag.create(file, options);
        }
        FileChannel channel =
                FileChannel.open(
                        file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        return Mcap.create(channel, options, "");
    }

    /// Reads every message.
    long read() throws IOException {
        long bytes = 0;
        try (Recording opened = Recordings.open(file);
                MessageCursor cursor = opened.read(ReadOptions.all())) {
            while (cursor.next()) {
                bytes += cursor.message().data().remaining();
            }
            if (bytes < total * 99 / 100 || !cursor.losses().isEmpty()) {
                throw new IllegalStateException(
                        "read " + bytes + " bytes of " + total + ", " + cursor.losses());
            }
        }
        return bytes;
    }

    /// Whether each chunk has two sums of the same bytes, LZ4's and the format's, of which a reader
    /// needs one.
    boolean summedTwice() {
        return compression == Compression.LZ4 && parts[0].equals("mcap");
    }

    /// What the machine can read on so many threads.
    long readLimit(int threads) throws InterruptedException, ExecutionException {
        return readLimit(threads, false);
    }

    /// The same.
    ///
    /// @param bare whether LZ4 leaves out its own checksum
    long readLimit(int threads, boolean bare) throws InterruptedException, ExecutionException {
        List<FutureTask<Long>> shares = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            FutureTask<Long> share =
                    new FutureTask<>(() ->
                            compressed()
                                    ? decompress(first, threads, bare)
                                    : copyAndSum(first, threads));
            Thread.ofVirtual().start(share);
            shares.add(share);
        }
        long sum = 0;
        for (FutureTask<Long> share : shares) {
            sum += share.get();
        }
        return sum;
    }

    /// What a reader of compressed chunks must do besides, on one core: copying the file, and
    /// summing up what comes out where the format has checksums.
    long besides() throws IOException {
        CRC32 crc = new CRC32();
        ByteBuffer buffer = ByteBuffer.allocateDirect(chunkBytes);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) > 0) {}
        }
        for (int i = 0; parts[0].equals("mcap") && i < total / chunkBytes; i++) {
            crc.update(plain.get(i % plain.size()).duplicate());
        }
        return crc.getValue();
    }

    /// What the machine can write on one core.
    long writeLimit() throws IOException {
        long bytes = 0;
        CRC32 crc = new CRC32();
        try (Compressor compressor = new Compressor();
                FileChannel channel =
                        FileChannel.open(
                                scratch,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < total / chunkBytes; i++) {
                ByteBuffer chunk = plain.get(i % plain.size()).duplicate();
                crc.update(chunk.duplicate());
                bytes +=
                        channel.write(
                                compressed() ? compressor.compress(compression, chunk) : chunk);
            }
        }
        return bytes + crc.getValue();
    }

    private long copyAndSum(int first, int threads) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(chunkBytes);
        CRC32 crc = new CRC32();
        long step = (long) threads * chunkBytes;
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            for (long at = (long) first * chunkBytes; at < size; at += step) {
                buffer.clear();
                while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {}
                crc.update(buffer.flip());
            }
        }
        return crc.getValue();
    }

    private long decompress(int first, int threads, boolean bare) throws IOException {
        long bytes = 0;
        try (Decompressor decompressor = new Decompressor()) {
            for (int i = first; i < total / chunkBytes; i += threads) {
                bytes +=
                        decompressor
                                .decompress(
                                        compression,
                                        packed.get(i % packed.size()),
                                        chunkBytes,
                                        bare)
                                .remaining();
            }
        } catch (DecompressionException e) {
            throw new IOException(e);
        }
        return bytes;
    }
}
