package dev.roadloop.simdrive.ros;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Serialises one message after another, in ROS 1's packed form or in little-endian CDR (OMG
/// DDSI-RTPS, XCDR version 1).
public final class RosBytes {

    private static final int CDR_HEADER = 4;

    private final boolean cdr;
    private ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    private RosBytes(boolean cdr) {
        this.cdr = cdr;
    }

    /// For ROS 1.
    public static RosBytes ros1() {
        return new RosBytes(false);
    }

    /// For ROS 2.
    public static RosBytes cdr() {
        return new RosBytes(true);
    }

    /// Begins a message; what the last [#end] returned is no longer valid.
    public RosBytes begin() {
        buffer.clear();
        if (cdr) {
            buffer.put(new byte[] {0, 1, 0, 0});
        }
        return this;
    }

    /// The message, valid until the next [#begin].
    public ByteBuffer end() {
        return buffer.flip();
    }

    /// A `std_msgs/Header`.
    ///
    /// @param stamp nanoseconds since 1970
    public RosBytes header(long sequence, long stamp, String frame) {
        if (!cdr) {
            u32(sequence);
        }
        return u32(stamp / 1_000_000_000L).u32(stamp % 1_000_000_000L).string(frame);
    }

    /// One byte.
    public RosBytes u8(int value) {
        reserve(1, 1).put((byte) value);
        return this;
    }

    /// Two bytes.
    public RosBytes u16(int value) {
        reserve(2, 2).putShort((short) value);
        return this;
    }

    /// Four bytes, also for `int32`.
    public RosBytes u32(long value) {
        reserve(4, 4).putInt((int) value);
        return this;
    }

    /// `float64`s without a count.
    public RosBytes f64(double... values) {
        for (double value : values) {
            reserve(8, 8).putDouble(value);
        }
        return this;
    }

    /// A 3x3 diagonal matrix of `float64`.
    public RosBytes diagonal(double a, double b, double c) {
        return f64(a, 0, 0, 0, b, 0, 0, 0, c);
    }

    /// A string.
    public RosBytes string(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        u32(cdr ? bytes.length + 1 : bytes.length);
        reserve(1, bytes.length).put(bytes);
        return cdr ? u8(0) : this;
    }

    /// Bytes without a count.
    public RosBytes raw(byte... bytes) {
        reserve(1, bytes.length).put(bytes);
        return this;
    }

    /// Bytes with their count.
    public RosBytes bytes(byte[] bytes) {
        return u32(bytes.length).raw(bytes);
    }

    private ByteBuffer reserve(int alignment, int size) {
        int padding = cdr ? Math.floorMod(CDR_HEADER - buffer.position(), alignment) : 0;
        if (buffer.remaining() < padding + size) {
            ByteBuffer larger =
                    ByteBuffer.allocate(
                                    Math.max(
                                            buffer.capacity() * 2,
                                            buffer.position() + padding + size))
                            .order(ByteOrder.LITTLE_ENDIAN);
            buffer = larger.put(buffer.flip());
        }
        for (int i = 0; i < padding; i++) {
            buffer.put((byte) 0);
        }
        return buffer;
    }
}
