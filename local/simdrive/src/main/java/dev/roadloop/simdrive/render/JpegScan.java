package dev.roadloop.simdrive.render;

import java.util.Arrays;

/// Blocks of 8x8 samples into the entropy-coded segment of a JPEG: the integer transform of
/// Loeffler, Ligtenberg and Moschytz (1989) with 13 bits of constants, quantisation, and Huffman
/// codes.
final class JpegScan {

    private static final int ESCAPE = 0xF0;

    private byte[] out;
    private int size;
    private long bits;
    private int count;
    private final int[] block = new int[64];
    private final int[] written = new int[64];

    /// What is kept of a colour component from block to block.
    static final class Component {
        private final JpegTables.Codes codes;

        /// Half a step of each coefficient and what is left of it when cut off, and the reciprocal
        /// of a step. Of sizes below 2^15, the product of these is never off by a whole step.
        private final float[] halves = new float[64];

        private final float[] reciprocals = new float[64];
        private int mean;

        Component(int[] quantisation, JpegTables.Codes codes) {
            this.codes = codes;
            for (int i = 0; i < 64; i++) {
                int step = quantisation[i] << 3;
                halves[i] = (step >> 1) + 0.5f;
                reciprocals[i] = 1f / step;
            }
        }
    }

    JpegScan(int expected) {
        out = new byte[expected];
    }

    /// Appends bytes as they are.
    void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
    }

    /// The whole, with what is left of the last byte filled with ones, and the end marker.
    byte[] end() {
        reserve(16);
        put(0x7F, 7);
        flush();
        byte[] whole = Arrays.copyOf(out, size + 2);
        whole[size] = (byte) 0xFF;
        whole[size + 1] = (byte) 0xD9;
        return whole;
    }

    /// Appends a block that repeats the mean of the last and nothing else.
    void filler(Component component) {
        reserve(1024);
        symbol(component.codes.dc(), 0);
        symbol(component.codes.ac(), 0);
    }

    /// Appends the block whose first sample lies at `at`.
    void block(Component component, float[] samples, int at, int stride) {
        rows(samples, at, stride);
        columns();
        long found = quantise(component);
        reserve(1024);
        int mean = written[0];
        int change = mean - component.mean;
        component.mean = mean;
        int length = 32 - Integer.numberOfLeadingZeros(Math.abs(change));
        symbol(component.codes.dc(), length);
        value(change, length);
        JpegTables.Huffman ac = component.codes.ac();
        int last = 0;
        for (long rest = found & ~1L; rest != 0; rest &= rest - 1) {
            int place = Long.numberOfTrailingZeros(rest);
            int zeros = place - last - 1;
            for (; zeros > 15; zeros -= 16) {
                symbol(ac, ESCAPE);
            }
            int coefficient = written[place];
            length = 32 - Integer.numberOfLeadingZeros(Math.abs(coefficient));
            symbol(ac, zeros << 4 | length);
            value(coefficient, length);
            last = place;
        }
        if (last < 63) {
            symbol(ac, 0);
        }
    }

    private void rows(float[] samples, int at, int stride) {
        int[] b = block;
        for (int i = 0; i < 64; i += 8, at += stride) {
            int s0 = (int) samples[at];
            int s1 = (int) samples[at + 1];
            int s2 = (int) samples[at + 2];
            int s3 = (int) samples[at + 3];
            int s4 = (int) samples[at + 4];
            int s5 = (int) samples[at + 5];
            int s6 = (int) samples[at + 6];
            int s7 = (int) samples[at + 7];
            int outer = s0 + s7 + s3 + s4;
            int inner = s1 + s6 + s2 + s5;
            b[i] = outer + inner - 8 * 128 << 2;
            b[i + 4] = outer - inner << 2;
            line(
                    b,
                    i,
                    1,
                    11,
                    s0 + s7 - s3 - s4,
                    s1 + s6 - s2 - s5,
                    s3 - s4,
                    s2 - s5,
                    s1 - s6,
                    s0 - s7);
        }
    }

    private void columns() {
        int[] b = block;
        for (int i = 0; i < 8; i++) {
            int s0 = b[i];
            int s1 = b[i + 8];
            int s2 = b[i + 16];
            int s3 = b[i + 24];
            int s4 = b[i + 32];
            int s5 = b[i + 40];
            int s6 = b[i + 48];
            int s7 = b[i + 56];
            int outer = s0 + s7 + s3 + s4;
            int inner = s1 + s6 + s2 + s5;
            b[i] = outer + inner + 2 >> 2;
            b[i + 32] = outer - inner + 2 >> 2;
            line(
                    b,
                    i,
                    8,
                    15,
                    s0 + s7 - s3 - s4,
                    s1 + s6 - s2 - s5,
                    s3 - s4,
                    s2 - s5,
                    s1 - s6,
                    s0 - s7);
        }
    }

    /// The coefficients of a line but the first and the fifth.
    ///
    /// @param even the sums' differences, outer and inner
    /// @param d4 to `d7` the samples' differences, innermost first
    private static void line(
            int[] b,
            int at,
            int step,
            int shift,
            int even,
            int inner,
            int d4,
            int d5,
            int d6,
            int d7) {
        int half = 1 << shift - 1;
        int turned = (inner + even) * 4433;
        b[at + 2 * step] = turned + even * 6270 + half >> shift;
        b[at + 6 * step] = turned - inner * 15137 + half >> shift;
        int z5 = (d4 + d6 + d5 + d7) * 9633;
        int z1 = (d4 + d7) * -7373;
        int z2 = (d5 + d6) * -20995;
        int z3 = (d4 + d6) * -16069 + z5;
        int z4 = (d5 + d7) * -3196 + z5;
        b[at + 7 * step] = d4 * 2446 + z1 + z3 + half >> shift;
        b[at + 5 * step] = d5 * 16819 + z2 + z4 + half >> shift;
        b[at + 3 * step] = d6 * 25172 + z2 + z3 + half >> shift;
        b[at + step] = d7 * 12299 + z1 + z4 + half >> shift;
    }

    /// @return a bit for each coefficient, in the order of writing, that is not zero
    private long quantise(Component component) {
        steps(block, component.halves, component.reciprocals);
        long found = 0;
        for (int i = 0; i < 64; i++) {
            int steps = block[JpegTables.ZIGZAG[i]];
            written[i] = steps;
            found |= (long) ((steps | -steps) >>> 31) << i;
        }
        return found;
    }

    private static void steps(int[] block, float[] halves, float[] reciprocals) {
        for (int i = 0; i < 64; i++) {
            int sign = block[i] >> 31;
            int size = (block[i] ^ sign) - sign;
            int steps = (int) ((size + halves[i]) * reciprocals[i]);
            block[i] = (steps ^ sign) - sign;
        }
    }

    private void symbol(JpegTables.Huffman code, int symbol) {
        put(code.bits[symbol], code.lengths[symbol]);
    }

    private void value(int value, int length) {
        put(value + (value >> 31) & (1 << length) - 1, length);
    }

    private void put(int value, int length) {
        bits = bits << length | value;
        count += length;
        if (count > 32) {
            flush();
        }
    }

    private void flush() {
        while (count >= 8) {
            count -= 8;
            byte next = (byte) (bits >>> count);
            out[size++] = next;
            if (next == (byte) 0xFF) {
                out[size++] = 0;
            }
        }
    }

    private void reserve(int bytes) {
        if (out.length - size < bytes) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, size + bytes));
        }
    }
}
