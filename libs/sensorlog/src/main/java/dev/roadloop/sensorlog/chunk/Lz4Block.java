package dev.roadloop.sensorlog.chunk;

import java.nio.ByteBuffer;

/// Decodes LZ4 blocks (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md) that the
/// library's decoders refuse: those that refer to blocks before them, and those that were cut off.
final class Lz4Block {

    private static final int MIN_MATCH = 4;

    private Lz4Block() {}

    /// @param length bytes of the block that are there
    /// @param cut whether that is only its beginning
    /// @param history index in `out` that matches may reach back to
    /// @return number of bytes written at `to`
    static int decode(
            ByteBuffer in, int from, int length, boolean cut, ByteBuffer out, int to, int history)
            throws DecompressionException {
        int end = from + length;
        int limit = out.limit();
        int i = from;
        int o = to;
        try {
            while (i < end) {
                int token = in.get(i++) & 0xFF;
                int literals = token >>> 4;
                if (literals == 15) {
                    int more;
                    do {
                        more = in.get(i++) & 0xFF;
                        literals += more;
                    } while (more == 255 && i < end && literals >= 0);
                }
                if (cut && literals > end - i) {
                    literals = end - i;
                }
                if (literals < 0 || literals > end - i || literals > limit - o) {
                    throw new DecompressionException(
                            "LZ4: literals of " + literals + " bytes run over the end");
                }
                out.put(o, in, i, literals);
                i += literals;
                o += literals;
                if (i == end) {
                    return o - to;
                }
                int offset = (in.get(i) & 0xFF) | (in.get(i + 1) & 0xFF) << 8;
                i += 2;
                int match = token & 15;
                if (match == 15) {
                    int more;
                    do {
                        more = in.get(i++) & 0xFF;
                        match += more;
                    } while (more == 255 && i < end && match >= 0);
                }
                match += MIN_MATCH;
                if (offset == 0 || o - offset < history || match < 0 || match > limit - o) {
                    throw new DecompressionException(
                            "LZ4: a match of " + match + " bytes, " + offset + " back");
                }
                copyMatch(out, o, offset, match);
                o += match;
            }
        } catch (IndexOutOfBoundsException e) {
            if (cut) {
                return o - to;
            }
            throw new DecompressionException("LZ4: a block ends within a sequence");
        }
        return o - to;
    }

    /// Copies with overlap: the copied bytes repeat with period `offset`.
    private static void copyMatch(ByteBuffer out, int at, int offset, int length) {
        int done = 0;
        int period = offset;
        while (done < length) {
            int n = Math.min(period, length - done);
            out.put(at + done, out, at + done - period, n);
            done += n;
            period += n;
        }
    }
}
