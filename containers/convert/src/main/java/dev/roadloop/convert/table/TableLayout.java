package dev.roadloop.convert.table;

import dev.roadloop.sensorlog.message.ListType;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.ScalarType;
import dev.roadloop.sensorlog.message.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/// How a message type becomes columns. The same type gives the same columns, whatever the messages
/// hold.
///
/// - Fields of nested structs are columns named by their path with `_`: `pose.position.x` is
///   `pose_position_x`. Where two would have one name, the later gets `_2`.
/// - Lists are Parquet lists; structs inside lists stay structs, whose own nested fields are
///   flattened the same way.
/// - `TIME` is TIMESTAMP in nanoseconds UTC, `DURATION` a number of nanoseconds; integers up to 32
///   bits unsigned fit INT32 or INT64 without an annotation that Athena lacks; only `UINT64` is
///   annotated as unsigned.
/// - Blobs of at most 1024 bytes by their type are binary columns. Others stay in the recording:
///   `<name>_size`, `<name>_sha256` and `<name>_offset` (of the blob in its message) refer to them,
///   and `<name>` holds those that have 1024 bytes or less.
/// - Columns of their own: `log_time`, `publish_time`, `sequence`, `source_file`; `frame_key` for
///   camera topics; `undecoded_reason` and `undecoded_bytes` for messages that could not be
///   decoded.
///
/// All columns of the message are optional, because a row whose message could not be decoded has
/// none of them.
public final class TableLayout {

    /// The longest blob that is copied into the table.
    public static final int MAX_INLINE_BLOB = 1024;

    static final String LOG_TIME = "log_time";
    static final String PUBLISH_TIME = "publish_time";
    static final String SEQUENCE = "sequence";
    static final String SOURCE_FILE = "source_file";
    static final String FRAME_KEY = "frame_key";
    static final String UNDECODED_REASON = "undecoded_reason";
    static final String UNDECODED_BYTES = "undecoded_bytes";

    private final MessageType schema;
    private final String[] names;
    private final int[] indexes;
    private final boolean[] elements;
    private final boolean[] referenced;
    private final Set<String> withoutDictionary = new HashSet<>();
    private final int firstSystemIndex;
    private final boolean frames;

    private TableLayout(List<MessageNode> nodes, boolean frames) {
        this.names = new String[nodes.size()];
        this.indexes = new int[nodes.size()];
        this.elements = new boolean[nodes.size()];
        this.referenced = new boolean[nodes.size()];
        this.frames = frames;
        ColumnNames taken = new ColumnNames();
        for (String system :
                List.of(
                        LOG_TIME,
                        PUBLISH_TIME,
                        SEQUENCE,
                        SOURCE_FILE,
                        FRAME_KEY,
                        UNDECODED_REASON,
                        UNDECODED_BYTES)) {
            taken.claim(system);
        }
        List<Type> columns = new ArrayList<>();
        columns.add(Types.required(PrimitiveTypeName.INT64).as(nanoseconds()).named(LOG_TIME));
        columns.add(Types.required(PrimitiveTypeName.INT64).as(nanoseconds()).named(PUBLISH_TIME));
        columns.add(Types.required(PrimitiveTypeName.INT64).named(SEQUENCE));
        withoutDictionary.addAll(List.of(LOG_TIME, PUBLISH_TIME, SEQUENCE));
        if (!nodes.isEmpty()) {
            addFields(nodes.getFirst(), "", "", taken, columns);
        }
        firstSystemIndex = columns.size();
        columns.add(
                Types.required(PrimitiveTypeName.BINARY)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(SOURCE_FILE));
        columns.add(text(UNDECODED_REASON));
        columns.add(Types.optional(PrimitiveTypeName.BINARY).named(UNDECODED_BYTES));
        if (frames) {
            columns.add(text(FRAME_KEY));
        }
        schema = new MessageType("signals", columns);
    }

    /// The columns of a message type.
    ///
    /// @param nodes the places of the type, none where its messages cannot be decoded
    /// @param frames whether the rows have keyframes
    public static TableLayout of(List<MessageNode> nodes, boolean frames) {
        return new TableLayout(nodes, frames);
    }

    /// Number of top-level columns.
    public int columns() {
        return schema.getFieldCount();
    }

    MessageType schema() {
        return schema;
    }

    /// Name of the column of a node, the prefix of names for blobs that are referenced.
    String name(int node) {
        return names[node];
    }

    /// Index of the node's column in its group.
    int index(int node) {
        return indexes[node];
    }

    /// Whether the node's values are elements of a list.
    boolean isElement(int node) {
        return elements[node];
    }

    /// Whether the node's blobs are referenced by size, digest and offset.
    boolean isReferenced(int node) {
        return referenced[node];
    }

    /// Paths of the columns whose values hardly repeat.
    Set<String> withoutDictionary() {
        return withoutDictionary;
    }

    int sourceFileIndex() {
        return firstSystemIndex;
    }

    boolean hasFrames() {
        return frames;
    }

    private void addFields(
            MessageNode struct, String prefix, String path, ColumnNames taken, List<Type> columns) {
        for (MessageNode field : struct.children()) {
            String wanted = prefix + field.name();
            if (field.type() instanceof StructType) {
                addFields(field, wanted + "_", path, taken, columns);
                continue;
            }
            indexes[field.id()] = columns.size();
            names[field.id()] = taken.claim(wanted);
            addColumns(field, names[field.id()], path, taken, columns);
        }
    }

    private void addColumns(
            MessageNode node, String name, String path, ColumnNames taken, List<Type> columns) {
        switch (node.type()) {
            case ScalarType scalar -> columns.add(scalar(scalar, name, path + name));
            case ListType list when list.isBlob() -> {
                columns.add(Types.optional(PrimitiveTypeName.BINARY).named(name));
                withoutDictionary.add(path + name);
                if (list.maxLength() < 0 || list.maxLength() > MAX_INLINE_BLOB) {
                    referenced[node.id()] = true;
                    columns.add(
                            Types.optional(PrimitiveTypeName.INT64)
                                    .named(taken.claim(name + "_size")));
                    columns.add(text(taken.claim(name + "_sha256")));
                    columns.add(
                            Types.optional(PrimitiveTypeName.INT64)
                                    .named(taken.claim(name + "_offset")));
                    withoutDictionary.add(path + columns.get(columns.size() - 2).getName());
                }
            }
            case ListType _ ->
                    columns.add(
                            Types.optionalGroup()
                                    .as(LogicalTypeAnnotation.listType())
                                    .repeatedGroup()
                                    .addField(element(node.element(), path + name + ".list."))
                                    .named("list")
                                    .named(name));
            case StructType _ ->
                    throw new IllegalStateException("structs are flattened: " + node.path());
        }
    }

    private Type element(MessageNode element, String path) {
        elements[element.id()] = true;
        names[element.id()] = "element";
        List<Type> columns = new ArrayList<>();
        if (element.type() instanceof StructType) {
            addFields(element, "", path + "element.", new ColumnNames(), columns);
            // Parquet has no struct without fields.
            return columns.isEmpty()
                    ? Types.optional(PrimitiveTypeName.BOOLEAN).named("element")
                    : new GroupType(Type.Repetition.OPTIONAL, "element", columns);
        }
        addColumns(element, "element", path, new ColumnNames(), columns);
        if (columns.size() > 1) {
            referenced[element.id()] = false;
        }
        return columns.getFirst();
    }

    private Type scalar(ScalarType type, String name, String path) {
        return switch (type) {
            case BOOL -> Types.optional(PrimitiveTypeName.BOOLEAN).named(name);
            case INT8, UINT8, INT16, UINT16, INT32 ->
                    Types.optional(PrimitiveTypeName.INT32).named(name);
            case UINT32, INT64, DURATION -> Types.optional(PrimitiveTypeName.INT64).named(name);
            case UINT64 ->
                    Types.optional(PrimitiveTypeName.INT64)
                            .as(LogicalTypeAnnotation.intType(64, false))
                            .named(name);
            case FLOAT32 -> {
                withoutDictionary.add(path);
                yield Types.optional(PrimitiveTypeName.FLOAT).named(name);
            }
            case FLOAT64 -> {
                withoutDictionary.add(path);
                yield Types.optional(PrimitiveTypeName.DOUBLE).named(name);
            }
            case STRING, WSTRING, JSON -> text(name);
            case TIME -> {
                withoutDictionary.add(path);
                yield Types.optional(PrimitiveTypeName.INT64).as(nanoseconds()).named(name);
            }
        };
    }

    private static Type text(String name) {
        return Types.optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    private static LogicalTypeAnnotation nanoseconds() {
        return LogicalTypeAnnotation.timestampType(true, TimeUnit.NANOS);
    }
}
