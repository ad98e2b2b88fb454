package dev.roadloop.convert.lidar;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes as one Blosc 1 frame: numbers shuffled by byte, then Zstandard. This is what Zarr v3 calls
/// the codec `blosc`, and the only way in its registry to shuffle before Zstandard.
///
/// Source: c-blosc, `README_CHUNK_FORMAT.rst`. The same bytes give the same frame.
final class BloscFrame {

    /// The `clevel` that stands for [#ZSTD_LEVEL] in c-blosc's terms.
    static final int CLEVEL = 2;

    private static final int ZSTD_LEVEL = 3;
    private static final int HEADER = 16;
    private static final int BLOCK = 256 << 10;
    private static final byte FORMAT_VERSION = 2;
    private static final byte ZSTD_VERSION = 1;
    private static final int SHUFFLED = 0x01;
    private static final int ONE_STREAM_PER_BLOCK = 0x10;
    private static final int ZSTD = 4 << 5;

    private BloscFrame() {}

    /// Makes a frame.
    ///
    /// @param content fewer than 2^30 bytes, a multiple of `typeSize`
    /// @param typeSize bytes of one number, a power of 2 of at most 8
    static byte[] encode(byte[] content, int typeSize) {
        int blocks = Math.ceilDiv(content.length, BLOCK);
        ByteBuffer frame =
                ByteBuffer.allocate(
                                HEADER + blocks * 2 * Integer.BYTES + content.length + blocks * 64)
                        .order(ByteOrder.LITTLE_ENDIAN);
        frame.put(FORMAT_VERSION)
                .put(ZSTD_VERSION)
                .put((byte) (ZSTD | ONE_STREAM_PER_BLOCK | (typeSize > 1 ? SHUFFLED : 0)))
                .put((byte) typeSize)
                .putInt(content.length)
                .putInt(Math.max(typeSize, Math.min(BLOCK, content.length)));
        int starts = HEADER;
        frame.position(HEADER + blocks * Integer.BYTES);
        for (int block = 0; block < blocks; block++) {
            frame.putInt(starts + block * Integer.BYTES, frame.position());
            int from = block * BLOCK;
            byte[] shuffled =
                    shuffle(content, from, Math.min(BLOCK, content.length - from), typeSize);
            byte[] packed = Zstd.compress(shuffled, ZSTD_LEVEL);
            // A stream as long as its content is the content itself.
            byte[] stream = packed.length < shuffled.length ? packed : shuffled;
            frame.putInt(stream.length).put(stream);
        }
        frame.putInt(12, frame.position());
        return Arrays.copyOf(frame.array(), frame.position());
    }

    /// The first bytes of all numbers, then the second bytes, and so on.
    private static byte[] shuffle(byte[] content, int from, int length, int typeSize) {
        byte[] shuffled = new byte[length];
        int count = length / typeSize;
        for (int b = 0; b < typeSize; b++) {
            for (int i = 0; i < count; i++) {
                shuffled[b * count + i] = content[from + i * typeSize + b];
            }
        }
        return shuffled;
    }
}
