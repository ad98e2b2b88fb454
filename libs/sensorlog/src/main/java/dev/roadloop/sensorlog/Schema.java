package dev.roadloop.sensorlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// The definition that a topic's messages follow, as the recording carries it.
public final class Schema {

    /// For topics whose messages describe themselves or have no schema.
    public static final Schema NONE = new Schema("", "", new byte[0]);

    private final String name;
    private final String encoding;
    private final byte[] data;

    private Schema(String name, String encoding, byte[] data) {
        this.name = Objects.requireNonNull(name, "name");
        this.encoding = Objects.requireNonNull(encoding, "encoding");
        this.data = data;
    }

    /// A schema with a copy of `data`.
    ///
    /// @param name such as `sensor_msgs/msg/Imu`
    /// @param encoding as in MCAP's registry: `ros1msg`, `ros2msg`, `ros2idl`, `protobuf`,
    ///   `jsonschema`, or empty
    /// @param data the definition: text in UTF-8, or for `protobuf` a serialised
    ///   `FileDescriptorSet`
    public static Schema of(String name, String encoding, ByteBuffer data) {
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        return new Schema(name, encoding, copy);
    }

    /// A schema whose definition is text.
    public static Schema of(String name, String encoding, String text) {
        return new Schema(name, encoding, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Type name, such as `sensor_msgs/msg/Imu`; empty for [#NONE].
    public String name() {
        return name;
    }

    /// Language of the definition; empty if there is none.
    public String encoding() {
        return encoding;
    }

    /// The definition, read-only.
    public ByteBuffer data() {
        return ByteBuffer.wrap(data).asReadOnlyBuffer();
    }

    /// The definition read as UTF-8.
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /// True for a topic without a schema.
    public boolean isNone() {
        return name.isEmpty() && encoding.isEmpty() && data.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that
                && name.equals(that.name)
                && encoding.equals(that.encoding)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, encoding, Arrays.hashCode(data));
    }

    @Override
    public String toString() {
        return "Schema[" + name + ", " + encoding + ", " + data.length + " bytes]";
    }
}
