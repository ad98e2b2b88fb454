package dev.roadloop.convert.can;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A signal in a CAN message: some of its bits, and what they mean.
///
/// @param name the signal's name
/// @param bits where it lies
/// @param encoding what its bits are
/// @param factor what the raw number is multiplied by
/// @param offset what is added then
/// @param unit as the database has it, may be empty
/// @param labels names of raw numbers, where it has some
/// @param presence when it is there; null for always
record CanSignal(
        String name,
        Bits bits,
        Encoding encoding,
        double factor,
        double offset,
        String unit,
        Map<Long, String> labels,
        @Nullable Presence presence) {

    private static final int MOST_EXACT_BITS = 62;

    CanSignal {
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /// What bits are.
    enum Encoding {
        UNSIGNED,
        SIGNED,
        /// IEEE 754, 32 bits.
        FLOAT,
        /// IEEE 754, 64 bits.
        DOUBLE
    }

    /// Where bits lie in a message.
    ///
    /// @param start the least significant bit for Intel byte order, the most significant one for
    ///   Motorola; bit 0 is the least significant of byte 0
    /// @param length how many, 1 to 64
    /// @param intel whether later bytes are more significant
    record Bits(int start, int length, boolean intel) {

        /// How many bytes a message must have to hold them.
        int bytesNeeded() {
            int last = intel ? start + length - 1 : linear(start) + length - 1;
            return last / 8 + 1;
        }

        /// A Motorola bit counted from the most significant of byte 0 on.
        private static int linear(int bit) {
            return bit / 8 * 8 + 7 - bit % 8;
        }

        /// The bits as an unsigned number. The message has as many bytes as needed.
        long read(byte[] data, int from) {
            long value = 0;
            if (intel) {
                for (int i = length - 1; i >= 0; i--) {
                    int bit = start + i;
                    value = value << 1 | data[from + bit / 8] >> bit % 8 & 1;
                }
            } else {
                int first = linear(start);
                for (int i = 0; i < length; i++) {
                    int bit = first + i;
                    value = value << 1 | data[from + bit / 8] >> 7 - bit % 8 & 1;
                }
            }
            return value;
        }
    }

    /// When a multiplexed signal is there: when the raw number of another signal lies in a range.
    ///
    /// @param selector the other signal
    /// @param ranges of numbers, both ends included
    record Presence(String selector, List<Range> ranges) {
        Presence {
            ranges = List.copyOf(ranges);
        }

        boolean holds(long selected) {
            return ranges.stream()
                    .anyMatch(range -> selected >= range.first() && selected <= range.last());
        }
    }

    /// @param first the least number
    /// @param last the greatest
    record Range(long first, long last) {}

    /// The raw number in a message that has enough bytes: sign-extended where it is signed, the
    /// bits of the number where it is floating-point.
    long raw(byte[] data, int from) {
        long value = bits.read(data, from);
        int unused = Long.SIZE - bits.length();
        return encoding == Encoding.SIGNED ? value << unused >> unused : value;
    }

    /// The number in its unit.
    double physical(long raw) {
        double number =
                switch (encoding) {
                    case FLOAT -> Float.intBitsToFloat((int) raw);
                    case DOUBLE -> Double.longBitsToDouble(raw);
                    case SIGNED -> raw;
                    case UNSIGNED -> raw >= 0 ? raw : (raw >>> 1) * 2.0 + (raw & 1);
                };
        return number * factor + offset;
    }

    /// Whether it counts or names something rather than measures it: whole numbers with labels, or
    /// without a unit.
    boolean isWhole() {
        boolean integral =
                (encoding == Encoding.UNSIGNED || encoding == Encoding.SIGNED)
                        && factor == Math.rint(factor)
                        && offset == Math.rint(offset)
                        && Math.abs(offset) < 1L << MOST_EXACT_BITS
                        && bits.length() + Math.log(Math.max(1, Math.abs(factor))) / Math.log(2)
                                <= MOST_EXACT_BITS;
        return integral && (!labels.isEmpty() || unit.isBlank() || bits.length() == 1);
    }

    /// The whole number in its unit, where [#isWhole].
    long whole(long raw) {
        return raw * (long) factor + (long) offset;
    }
}
