package dev.roadloop.sensorlog.message;

import java.util.List;

/// Messages whose values lie one after the other in the order of the schema: ROS 1 and CDR.
///
/// Sources: the ROS 1 message description (`wiki.ros.org/msg`), OMG DDS-RTPS 2.5 §10
/// (encapsulation), OMG DDS-XTypes 1.3 §7.4 (CDR, alignment, byte counts of XCDR2). Appendable
/// types of version 1 are no other than final ones; those of XCDR2 are not supported.
final class BinaryFormat implements MessageFormat {

    private static final int ENCAPSULATION_SIZE = 4;

    /// CDR writers round a message up to a multiple of 4 or 8 bytes.
    private static final int MAX_CDR_PADDING = 7;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final boolean cdr;
    private final List<MessageNode> nodes;
    private final Step[] steps;

    /// @param cdr whether messages are CDR, else ROS 1
    BinaryFormat(StructType type, boolean cdr) {
        this.cdr = cdr;
        this.nodes = MessageNodes.of(type);
        this.steps = new BinaryPlan(cdr).compile(nodes.getFirst());
    }

    /// Whether messages are CDR, else ROS 1.
    boolean isCdr() {
        return cdr;
    }

    /// Whether members of the type carry ids.
    private boolean isMutable() {
        return nodes.getFirst().type() instanceof StructType type && type.isMutable();
    }

    @Override
    public List<MessageNode> nodes() {
        return nodes;
    }

    @Override
    public void decode(byte[] data, int offset, int length, MessageSink sink)
            throws MalformedMessage {
        Run run = open(data, offset, length, sink);
        run.steps(steps);
        run.finish(cdr ? MAX_CDR_PADDING : 0);
    }

    /// Decodes no further than the first value of a node that lies outside of lists.
    void decodeUpTo(int node, byte[] data, int offset, int length, MessageSink sink)
            throws MalformedMessage {
        Run run = open(data, offset, length, sink);
        for (Step step : steps) {
            run.step(step);
            if (step.node == node) {
                return;
            }
        }
    }

    private Run open(byte[] data, int offset, int length, MessageSink sink)
            throws MalformedMessage {
        int limit = offset + length;
        if (!cdr) {
            return new Run(
                    new BinaryCursor(data, offset, limit, offset, 1, false), sink, false, false);
        }
        if (length < ENCAPSULATION_SIZE) {
            throw new MalformedMessage(
                    0,
                    0,
                    "a CDR message begins with 4 bytes of encapsulation; it has only %d bytes."
                            .formatted(length));
        }
        int kind = (data[offset] & 0xff) << 8 | (data[offset + 1] & 0xff);
        boolean bigEndian = (kind & 1) == 0;
        boolean version2 =
                switch (kind) {
                    case 0x0000, 0x0001, 0x0002, 0x0003 -> false;
                    case 0x0006, 0x0007, 0x000a, 0x000b -> true;
                    case 0x0008, 0x0009 ->
                            throw new MalformedMessage(
                                    0,
                                    0,
                                    "encapsulation 0x%04x is delimited CDR (appendable types in XCDR2), which is not supported."
                                            .formatted(kind));
                    default ->
                            throw new MalformedMessage(
                                    0,
                                    0,
                                    "encapsulation 0x%04x is no CDR; expected 0x0000 to 0x0003, 0x0006, 0x0007, 0x000a or 0x000b."
                                            .formatted(kind));
                };
        boolean byIds = (kind & ~1) == 0x0002 || (kind & ~1) == 0x000a;
        if (byIds != isMutable()) {
            throw new MalformedMessage(
                    0,
                    0,
                    "encapsulation 0x%04x is one of %s types, and the schema's is %s."
                            .formatted(
                                    kind,
                                    byIds ? "mutable (PL_CDR)" : "other than mutable",
                                    isMutable() ? "mutable" : "not"));
        }
        int origin = offset + ENCAPSULATION_SIZE;
        BinaryCursor in =
                new BinaryCursor(data, offset, limit, origin, version2 ? 4 : 8, bigEndian);
        return new Run(in, sink, true, version2);
    }

    /// The decoding of one message.
    record Run(BinaryCursor in, MessageSink sink, boolean cdr, boolean version2) {

        void finish(int padding) throws MalformedMessage {
            if (in.remaining() > padding) {
                in.node = 0;
                throw in.malformed(
                        "%d bytes are left over after the last field; the schema is not that of the message"
                                .formatted(in.remaining()));
            }
        }

        void steps(Iterable<Step> steps) throws MalformedMessage {
            for (Step step : steps) {
                step(step);
            }
        }

        void steps(Step[] steps) throws MalformedMessage {
            for (Step step : steps) {
                step(step);
            }
        }

        void step(Step step) throws MalformedMessage {
            int node = step.node;
            in.node = node;
            switch (step.kind) {
                case BOOL -> sink.bool(node, in.int8() != 0);
                case INT8 -> sink.integer(node, in.int8());
                case UINT8 -> sink.integer(node, in.int8() & 0xff);
                case INT16 -> sink.integer(node, in.int16());
                case UINT16 -> sink.integer(node, in.int16() & 0xffff);
                case INT32 -> sink.integer(node, in.int32());
                case UINT32 -> sink.integer(node, Integer.toUnsignedLong(in.int32()));
                case INT64 -> sink.integer(node, in.int64());
                case FLOAT32 -> sink.float32(node, Float.intBitsToFloat(in.int32()));
                case FLOAT64 -> sink.float64(node, Double.longBitsToDouble(in.int64()));
                case TEXT -> text(node);
                case WIDE_TEXT -> {
                    byte[] text = in.wideText();
                    sink.text(node, text, 0, text.length);
                }
                case ROS1_TIME ->
                        sink.nanos(
                                node,
                                Integer.toUnsignedLong(in.int32()) * NANOS_PER_SECOND
                                        + Integer.toUnsignedLong(in.int32()));
                case ROS1_DURATION -> sink.nanos(node, in.int32() * NANOS_PER_SECOND + in.int32());
                case ROS2_TIME ->
                        sink.nanos(
                                node,
                                in.int32() * NANOS_PER_SECOND + Integer.toUnsignedLong(in.int32()));
                case FIXED_BLOB -> blob(node, step.length);
                case BLOB -> blob(node, bounded(in.count(1), step));
                case BEGIN_STRUCT -> sink.beginStruct(node);
                case END_STRUCT -> sink.endStruct(node);
                case FIXED_LIST, LIST -> list(step);
                case MUTABLE -> MutableMembers.read(this, step);
                case FILLER -> in.int8();
            }
        }

        private void text(int node) throws MalformedMessage {
            int length = in.count(1);
            int at = in.skip(length);
            if (cdr && length > 0) {
                if (in.data[at + length - 1] != 0) {
                    throw in.malformed(
                            "a text of %d bytes does not end with a zero byte".formatted(length));
                }
                length--;
            }
            sink.text(node, in.data, at, length);
        }

        private void blob(int node, int length) throws MalformedMessage {
            int messageOffset = in.messageOffset();
            int at = in.skip(length);
            sink.blob(node, in.data, at, length, messageOffset);
        }

        private void list(Step step) throws MalformedMessage {
            if (version2 && step.delimited) {
                int bytes = in.int32();
                if (bytes < 0 || bytes > in.remaining()) {
                    throw in.malformed(
                            "a list of %d bytes is declared and %d remain"
                                    .formatted(Integer.toUnsignedLong(bytes), in.remaining()));
                }
            }
            int size =
                    step.kind == Step.Kind.FIXED_LIST
                            ? step.length
                            : bounded(in.count(step.elementSize), step);
            if (step.elementSize == 0 && size > BinaryPlan.MAX_EMPTY_ELEMENTS) {
                throw in.malformed(
                        "a list of %d elements that take no bytes; at most %d are supported"
                                .formatted(size, BinaryPlan.MAX_EMPTY_ELEMENTS));
            }
            if ((long) size * step.elementSize > in.remaining()) {
                throw in.malformed(
                        "%d elements of at least %d bytes are needed and %d bytes remain"
                                .formatted(size, step.elementSize, in.remaining()));
            }
            sink.beginList(step.node, size);
            for (int i = 0; i < size; i++) {
                steps(step.body);
            }
            in.node = step.node;
            sink.endList(step.node);
        }

        private int bounded(int size, Step step) throws MalformedMessage {
            if (step.length >= 0 && size > step.length) {
                throw in.malformed(
                        "%d elements are declared and the schema allows %d"
                                .formatted(size, step.length));
            }
            return size;
        }
    }
}
