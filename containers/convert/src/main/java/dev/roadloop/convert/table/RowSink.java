package dev.roadloop.convert.table;

import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.message.ListType;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import dev.roadloop.sensorlog.message.ScalarType;
import dev.roadloop.sensorlog.message.StructType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/// Hands the values of a message to Parquet as they are decoded.
final class RowSink implements MessageSink {

    private enum Kind {
        BOOL,
        INT32,
        INT64,
        FLOAT,
        DOUBLE,
        OTHER
    }

    private final RecordConsumer out;
    private final TableLayout layout;
    private final Kind[] kinds;
    private final boolean[] emptyStructs;
    private final MessageDigest sha256 = Sha256.newDigest();
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private CharBuffer checked = CharBuffer.allocate(256);

    /// Whether the list that was begun last has no elements, and so ends next.
    private boolean emptyList;

    RowSink(RecordConsumer out, TableLayout layout, List<MessageNode> nodes) {
        this.out = out;
        this.layout = layout;
        this.kinds = nodes.stream().map(RowSink::kind).toArray(Kind[]::new);
        this.emptyStructs = new boolean[nodes.size()];
        for (MessageNode node : nodes) {
            emptyStructs[node.id()] = node.type() instanceof StructType && !hasColumns(node);
        }
    }

    private static boolean hasColumns(MessageNode struct) {
        return struct.children().stream()
                .anyMatch(child -> !(child.type() instanceof StructType) || hasColumns(child));
    }

    private static Kind kind(MessageNode node) {
        return switch (node.type()) {
            case ScalarType.BOOL -> Kind.BOOL;
            case ScalarType.FLOAT32 -> Kind.FLOAT;
            case ScalarType.FLOAT64 -> Kind.DOUBLE;
            case ScalarType scalar ->
                    switch (scalar) {
                        case INT8, UINT8, INT16, UINT16, INT32 -> Kind.INT32;
                        case UINT32, INT64, UINT64, TIME, DURATION -> Kind.INT64;
                        default -> Kind.OTHER;
                    };
            case ListType _, StructType _ -> Kind.OTHER;
        };
    }

    private void begin(int node) {
        if (layout.isElement(node)) {
            out.startGroup();
        }
        out.startField(layout.name(node), layout.isElement(node) ? 0 : layout.index(node));
    }

    private void end(int node) {
        out.endField(layout.name(node), layout.isElement(node) ? 0 : layout.index(node));
        if (layout.isElement(node)) {
            out.endGroup();
        }
    }

    @Override
    public void bool(int node, boolean value) {
        begin(node);
        out.addBoolean(value);
        end(node);
    }

    @Override
    public void integer(int node, long value) {
        begin(node);
        if (kinds[node] == Kind.INT32) {
            out.addInteger((int) value);
        } else {
            out.addLong(value);
        }
        end(node);
    }

    @Override
    public void float32(int node, float value) {
        begin(node);
        out.addFloat(value);
        end(node);
    }

    @Override
    public void float64(int node, double value) {
        begin(node);
        if (kinds[node] == Kind.FLOAT) {
            out.addFloat((float) value);
        } else {
            out.addDouble(value);
        }
        end(node);
    }

    @Override
    public void nanos(int node, long value) {
        begin(node);
        out.addLong(value);
        end(node);
    }

    @Override
    public void text(int node, byte[] buffer, int offset, int length) {
        begin(node);
        out.addBinary(utf8(buffer, offset, length));
        end(node);
    }

    /// Readers refuse a file with text that is not UTF-8; such text is read as Latin-1, which any
    /// bytes are.
    private Binary utf8(byte[] buffer, int offset, int length) {
        boolean ascii = true;
        for (int i = offset; i < offset + length; i++) {
            ascii &= buffer[i] >= 0;
        }
        if (!ascii) {
            if (checked.capacity() < length) {
                checked = CharBuffer.allocate(length);
            }
            try {
                checked.clear();
                utf8.reset();
                utf8.decode(ByteBuffer.wrap(buffer, offset, length), checked, true)
                        .throwException();
            } catch (CharacterCodingException e) {
                return Binary.fromString(
                        new String(buffer, offset, length, StandardCharsets.ISO_8859_1));
            }
        }
        return Binary.fromReusedByteArray(buffer, offset, length);
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
        boolean referenced = layout.isReferenced(node);
        if (!referenced || length <= TableLayout.MAX_INLINE_BLOB) {
            begin(node);
            out.addBinary(Binary.fromReusedByteArray(buffer, offset, length));
            end(node);
        }
        if (referenced) {
            int index = layout.index(node);
            String name = layout.name(node);
            sha256.update(buffer, offset, length);
            longField(name, index + 1, length);
            out.startField(name, index + 2);
            out.addBinary(Binary.fromString(HexFormat.of().formatHex(sha256.digest())));
            out.endField(name, index + 2);
            if (messageOffset >= 0) {
                longField(name, index + 3, messageOffset);
            }
        }
    }

    private void longField(String name, int index, long value) {
        out.startField(name, index);
        out.addLong(value);
        out.endField(name, index);
    }

    @Override
    public void absent(int node) {
        if (layout.isElement(node)) {
            out.startGroup();
            out.endGroup();
        }
    }

    @Override
    public void beginStruct(int node) {
        if (layout.isElement(node)) {
            begin(node);
            if (emptyStructs[node]) {
                out.addBoolean(true);
            } else {
                out.startGroup();
            }
        }
    }

    @Override
    public void endStruct(int node) {
        if (layout.isElement(node)) {
            if (!emptyStructs[node]) {
                out.endGroup();
            }
            end(node);
        }
    }

    @Override
    public void beginList(int node, int size) {
        begin(node);
        out.startGroup();
        if (size > 0) {
            out.startField("list", 0);
        } else {
            emptyList = true;
        }
    }

    @Override
    public void endList(int node) {
        if (emptyList) {
            emptyList = false;
        } else {
            out.endField("list", 0);
        }
        out.endGroup();
        end(node);
    }
}
