package dev.roadloop.sensorlog.message;

/// Receives the values of a message in the order of its schema.
///
/// `node` is the [MessageNode#id()] of the value's place in the schema; all elements of a list
/// share one node. Every node below the root is reported exactly once per parent value, by a value,
/// a struct, a list, or [#absent(int)]. Byte ranges are only valid during the call.
public interface MessageSink {

    /// Ignores everything; decoding into it checks a message.
    MessageSink NONE = new MessageSink() {};

    /// A `BOOL`.
    default void bool(int node, boolean value) {}

    /// Any integer; `UINT64` as the `long` with the same bits.
    default void integer(int node, long value) {}

    /// A `FLOAT32`.
    default void float32(int node, float value) {}

    /// A `FLOAT64`.
    default void float64(int node, double value) {}

    /// A `STRING`, `WSTRING` or `JSON`, in UTF-8 unless the sender of a ROS string used another
    /// encoding.
    default void text(int node, byte[] buffer, int offset, int length) {}

    /// A list of `UINT8`.
    ///
    /// @param messageOffset where the bytes lie in the message, or -1 where they do not lie in it
    ///   verbatim
    default void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {}

    /// A `TIME` or `DURATION`, in nanoseconds.
    default void nanos(int node, long value) {}

    /// An optional value that the message does not have.
    default void absent(int node) {}

    /// A struct begins; its fields follow.
    default void beginStruct(int node) {}

    /// The struct ends.
    default void endStruct(int node) {}

    /// A list begins; `size` values of its element node follow.
    default void beginList(int node, int size) {}

    /// The list ends.
    default void endList(int node) {}
}
