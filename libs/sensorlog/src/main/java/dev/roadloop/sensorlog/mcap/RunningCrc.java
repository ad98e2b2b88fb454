package dev.roadloop.sensorlog.mcap;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// CRC-32 over all that a file gets, where the sum of a part that is known already is taken over
/// instead of summing the part up again.
///
/// A CRC is the remainder of a polynomial over GF(2): appending n bytes multiplies what stands
/// before them by x to the 8n. So the sum of both parts is the first sum times that power, plus the
/// second, all modulo CRC-32's polynomial. Bits are reflected, as in [CRC32]: the highest is the
/// coefficient of x to the 0.
final class RunningCrc {

    private static final int POLYNOMIAL = 0xEDB8_8320;
    private static final int ONE = 1 << 31;

    /// x to the 8, to the 16, to the 32, and so on.
    private static final int[] POWERS = powers();

    private final CRC32 open = new CRC32();
    private long openBytes;

    /// Of what stands before the bytes that are summed up in `open`.
    private int before;

    /// Sums up bytes from position to limit; left as they were.
    void add(ByteBuffer bytes) {
        openBytes += bytes.remaining();
        open.update(bytes.duplicate());
    }

    /// Takes over a part.
    ///
    /// @param crc of the part alone
    /// @param bytes its length
    void add(long crc, long bytes) {
        before = append(append(before, (int) open.getValue(), openBytes), (int) crc, bytes);
        open.reset();
        openBytes = 0;
    }

    /// Of everything since it was made or [#reset].
    long value() {
        return Integer.toUnsignedLong(append(before, (int) open.getValue(), openBytes));
    }

    void reset() {
        open.reset();
        openBytes = 0;
        before = 0;
    }

    private static int append(int first, int second, long secondBytes) {
        int moved = first;
        int power = 0;
        for (long rest = secondBytes; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                moved = times(POWERS[power], moved);
            }
            power++;
        }
        return moved ^ second;
    }

    private static int times(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted >>> 1) ^ ((shifted & 1) == 0 ? 0 : POLYNOMIAL);
        }
        return product;
    }

    private static int[] powers() {
        int[] powers = new int[Long.SIZE];
        powers[0] = ONE >>> 8;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = times(powers[i - 1], powers[i - 1]);
        }
        return powers;
    }
}
