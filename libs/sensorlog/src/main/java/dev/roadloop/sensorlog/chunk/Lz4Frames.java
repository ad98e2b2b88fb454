package dev.roadloop.sensorlog.chunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// Decodes LZ4 frames (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md): several in a
/// row, blocks independent or linked, checksums verified but where the caller sums up the same
/// bytes: XXH32 takes nearly as long as decoding.
final class Lz4Frames {

    private static final int MAGIC = 0x184D2204;
    private static final int SKIPPABLE = 0x184D2A50;
    private static final int UNCOMPRESSED = 0x8000_0000;

    private final LZ4SafeDecompressor blocks = LZ4Factory.fastestInstance().safeDecompressor();
    private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();

    /// Decodes `input` into `output`, both direct, and stops where the input was cut off.
    ///
    /// @param summed whether the caller checks all that comes out by another sum, so that the
    ///   frame's need not be
    /// @return number of bytes decoded; of a block that was cut off, those that its beginning holds
    /// @throws DecompressionException if the input is damaged before its first block, or holds more
    ///   than fits
    int decode(ByteBuffer input, ByteBuffer output, boolean summed) throws DecompressionException {
        ByteBuffer in = input.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= 7 && output.hasRemaining()) {
            int before = output.position();
            try {
                frame(in, output, summed);
            } catch (DecompressionException e) {
                if (output.position() == 0) {
                    throw e;
                }
                return output.position();
            }
            if (output.position() == before && !in.hasRemaining()) {
                break;
            }
        }
        return output.position();
    }

    private void frame(ByteBuffer in, ByteBuffer out, boolean summed)
            throws DecompressionException {
        int magic = in.getInt();
        if ((magic & 0xFFFF_FFF0) == SKIPPABLE) {
            int skipped = in.getInt();
            require(
                    skipped >= 0 && skipped <= in.remaining(),
                    "a skippable frame ends after the input");
            in.position(in.position() + skipped);
            return;
        }
        require(magic == MAGIC, "expected an LZ4 frame");
        int flags = in.get();
        int sizes = in.get();
        require((flags >> 6 & 3) == 1, "frame version is not 1");
        require((flags & 1) == 0, "a frame with a dictionary");
        int skipped = (flags & 8) != 0 ? 8 : 0;
        require(in.remaining() > skipped, "cut off in the frame's head");
        in.position(in.position() + skipped + 1);
        int maxBlock = 1 << (8 + 2 * (sizes >> 4 & 7));
        boolean linked = (flags & 0x20) == 0;
        boolean blockSums = (flags & 0x10) != 0;
        int start = out.position();
        while (true) {
            require(in.remaining() >= 4, "cut off between blocks");
            int word = in.getInt();
            if (word == 0) {
                break;
            }
            block(in, out, word, maxBlock, blockSums, linked ? start : out.position());
        }
        if ((flags & 4) != 0) {
            require(in.remaining() >= 4, "cut off before the content checksum");
            int sum = in.getInt();
            if (!summed && sum != hash.hash(out, start, out.position() - start, 0)) {
                // Any byte of the frame may be the wrong one.
                out.position(start);
                throw new DecompressionException("LZ4: content checksum is wrong");
            }
        }
    }

    private void block(
            ByteBuffer in, ByteBuffer out, int word, int maxBlock, boolean sums, int history)
            throws DecompressionException {
        int length = word & ~UNCOMPRESSED;
        require(length <= maxBlock + 64, "a block longer than the frame allows");
        int from = in.position();
        int to = out.position();
        if (length > in.remaining() - (sums ? 4 : 0)) {
            out.position(to + beginning(in, Math.min(length, in.remaining()), out, word, history));
            throw new DecompressionException("LZ4: cut off within a block");
        }
        if (sums) {
            require(
                    in.getInt(from + length) == hash.hash(in, from, length, 0),
                    "block checksum is wrong");
        }
        int n;
        if ((word & UNCOMPRESSED) != 0) {
            require(length <= out.remaining(), "more than the declared size");
            out.put(to, in, from, length);
            n = length;
        } else if (history == to) {
            try {
                n =
                        blocks.decompress(
                                in, from, length, out, to, Math.min(maxBlock, out.remaining()));
            } catch (LZ4Exception e) {
                throw new DecompressionException("LZ4: " + e.getMessage());
            }
        } else {
            n = Lz4Block.decode(in, from, length, false, out, to, history);
        }
        out.position(to + n);
        in.position(from + length + (sums ? 4 : 0));
    }

    /// Decodes what there is of a block that was cut off.
    private static int beginning(ByteBuffer in, int length, ByteBuffer out, int word, int history)
            throws DecompressionException {
        if ((word & UNCOMPRESSED) != 0) {
            int n = Math.min(length, out.remaining());
            out.put(out.position(), in, in.position(), n);
            return n;
        }
        return Lz4Block.decode(in, in.position(), length, true, out, out.position(), history);
    }

    private static void require(boolean condition, String otherwise) throws DecompressionException {
        if (!condition) {
            throw new DecompressionException("LZ4: " + otherwise);
        }
    }
}
