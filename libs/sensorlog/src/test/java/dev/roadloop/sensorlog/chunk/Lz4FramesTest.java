package dev.roadloop.sensorlog.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.junit.jupiter.api.Test;

/// Frames as another implementation writes them.
class Lz4FramesTest {

    private static final int SIZE = 200_000;

    /// Bytes of which some repeat, in blocks of 64 KiB with a sum for each, and none for all.
    private static ByteBuffer frame(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream frame =
                new LZ4FrameOutputStream(
                        bytes, BLOCKSIZE.SIZE_64KB, Bits.BLOCK_CHECKSUM, Bits.BLOCK_INDEPENDENCE)) {
            frame.write(content);
        }
        return ByteBuffer.allocateDirect(bytes.size()).put(bytes.toByteArray()).flip();
    }

    private static byte[] content() {
        byte[] content = new byte[SIZE];
        new Random(1).nextBytes(content);
        for (int at = 0; at < SIZE; at += 100) {
            System.arraycopy(content, 0, content, at, 50);
        }
        return content;
    }

    private static byte[] read(ByteBuffer frame) throws DecompressionException {
        try (Decompressor decompressor = new Decompressor()) {
            byte[] found = new byte[SIZE];
            decompressor.decompress(Compression.LZ4, frame, SIZE, false).get(0, found);
            return found;
        }
    }

    @Test
    void aWrongByteInALiteralIsSeenByTheSumOfItsBlock() throws Exception {
        byte[] content = content();
        ByteBuffer frame = frame(content);
        assertThat(read(frame)).isEqualTo(content);

        // A literal of the last block, far from its end.
        int at = frame.limit() - 1_000;
        frame.put(at, (byte) (frame.get(at) ^ 1));

        assertThatThrownBy(() -> read(frame))
                .isInstanceOf(DecompressionException.class)
                .hasMessageContaining("expected 200000 bytes, found");
    }

    @Test
    void aFrameCutAnywhereGivesABeginningAndALaterCutNoLess() throws Exception {
        byte[] content = content();
        ByteBuffer frame = frame(content);
        int before = 0;
        try (Decompressor decompressor = new Decompressor()) {
            for (int length = 40; length < frame.limit(); length += 997) {
                ByteBuffer part =
                        decompressor.decompressPrefix(
                                Compression.LZ4, frame.slice(0, length), SIZE);
                assertThat(part.limit()).as("cut at %d", length).isGreaterThanOrEqualTo(before);
                before = part.limit();
                byte[] found = new byte[before];
                part.get(0, found);
                assertThat(found).isEqualTo(Arrays.copyOf(content, before));
            }
        }
        assertThat(before).isGreaterThan(SIZE - 5_000);
    }

    @Test
    void aSizeThatTheBytesCannotBecomeIsRefusedBeforeMemoryIsTaken() throws Exception {
        ByteBuffer frame = frame(new byte[10]);
        try (Decompressor decompressor = new Decompressor()) {
            assertThatThrownBy(
                            () -> decompressor.decompress(Compression.LZ4, frame, 1 << 30, false))
                    .isInstanceOf(DecompressionException.class)
                    .hasMessageContaining("cannot come from");
        }
    }
}
