package dev.roadloop.sensorlog.message;

import org.jspecify.annotations.Nullable;

/// One instruction of a compiled decoder for the ROS 1 and CDR encodings. Structs are flattened
/// into their parent's steps; only lists have a body of their own.
final class Step {

    /// What to read.
    enum Kind {
        BOOL,
        INT8,
        UINT8,
        INT16,
        UINT16,
        INT32,
        UINT32,
        INT64,
        FLOAT32,
        FLOAT64,
        TEXT,
        WIDE_TEXT,
        /// Two unsigned 32-bit numbers: seconds and nanoseconds.
        ROS1_TIME,
        /// Signed seconds and signed nanoseconds.
        ROS1_DURATION,
        /// Signed seconds and unsigned nanoseconds.
        ROS2_TIME,
        FIXED_BLOB,
        BLOB,
        BEGIN_STRUCT,
        END_STRUCT,
        FIXED_LIST,
        LIST,
        /// One byte without meaning, which stands for a struct without fields in CDR.
        FILLER
    }

    final Kind kind;
    final int node;

    /// Length of a fixed list or blob; otherwise the most elements allowed, or -1.
    final int length;

    /// Least bytes of one element of a list.
    final int elementSize;

    /// Whether XCDR2 puts a byte count before the list.
    final boolean delimited;

    final Step[] body;

    private Step(
            Kind kind,
            int node,
            int length,
            int elementSize,
            boolean delimited,
            Step @Nullable [] body) {
        this.kind = kind;
        this.node = node;
        this.length = length;
        this.elementSize = elementSize;
        this.delimited = delimited;
        this.body = body == null ? new Step[0] : body;
    }

    static Step of(Kind kind, int node) {
        return new Step(kind, node, -1, 1, false, null);
    }

    static Step blob(int node, ListType type) {
        return type.isFixed()
                ? new Step(Kind.FIXED_BLOB, node, type.fixedLength(), 1, false, null)
                : new Step(Kind.BLOB, node, type.maxLength(), 1, false, null);
    }

    static Step list(int node, ListType type, int elementSize, boolean delimited, Step[] body) {
        return type.isFixed()
                ? new Step(Kind.FIXED_LIST, node, type.fixedLength(), elementSize, delimited, body)
                : new Step(Kind.LIST, node, type.maxLength(), elementSize, delimited, body);
    }
}
