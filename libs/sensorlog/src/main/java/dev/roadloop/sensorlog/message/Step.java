package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        /// A struct whose members carry ids.
        MUTABLE,
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

    /// Of a struct whose members carry ids, each of them.
    final List<Member> members;

    /// Where in [#members] an id is.
    final Map<Integer, Integer> places = new HashMap<>();

    /// A member that carries an id.
    ///
    /// @param node its place
    /// @param body how it is read
    record Member(int id, int node, List<Step> body) {}

    private Step(
            Kind kind,
            int node,
            int length,
            int elementSize,
            boolean delimited,
            Step @Nullable [] body,
            List<Member> members) {
        this.kind = kind;
        this.node = node;
        this.length = length;
        this.elementSize = elementSize;
        this.delimited = delimited;
        this.body = body == null ? new Step[0] : body;
        this.members = members;
        for (int i = 0; i < members.size(); i++) {
            places.put(members.get(i).id(), i);
        }
    }

    static Step of(Kind kind, int node) {
        return new Step(kind, node, -1, 1, false, null, List.of());
    }

    static Step mutable(MessageNode struct, List<Integer> ids, Step[][] bodies) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < bodies.length; i++) {
            int node = struct.children().get(i).id();
            members.add(new Member(ids.get(i), node, List.of(bodies[i])));
        }
        return new Step(Kind.MUTABLE, struct.id(), -1, 4, true, null, List.copyOf(members));
    }

    static Step blob(int node, ListType type) {
        return type.isFixed()
                ? new Step(Kind.FIXED_BLOB, node, type.fixedLength(), 1, false, null, List.of())
                : new Step(Kind.BLOB, node, type.maxLength(), 1, false, null, List.of());
    }

    static Step list(int node, ListType type, int elementSize, boolean delimited, Step[] body) {
        return type.isFixed()
                ? new Step(
                        Kind.FIXED_LIST,
                        node,
                        type.fixedLength(),
                        elementSize,
                        delimited,
                        body,
                        List.of())
                : new Step(
                        Kind.LIST, node, type.maxLength(), elementSize, delimited, body, List.of());
    }
}
