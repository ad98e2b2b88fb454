package dev.roadloop.convert.sync;

import dev.roadloop.convert.table.ParquetFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/// Writes rows of a synchronised table as Parquet. The metadata of the file says of each column how
/// it gets its values: `roadloop.kind.<column>`.
final class SyncTableFile implements Closeable {

    private static final long ROW_GROUP_BYTES = 16L << 20;
    private static final String TIME = "time";

    private final ParquetWriter<SyncRow> writer;

    SyncTableFile(Path file, List<SyncColumn> columns) throws IOException {
        List<String> withoutDictionary = new ArrayList<>(List.of(TIME));
        for (SyncColumn column : columns) {
            switch (column.type()) {
                case REAL, TIME -> withoutDictionary.add(column.name());
                case REALS -> withoutDictionary.add(column.name() + ".list.element");
                case INTEGER, BOOLEAN, TEXT -> {}
            }
        }
        writer =
                ParquetFiles.create(file, new Support(columns), ROW_GROUP_BYTES, withoutDictionary);
    }

    void write(SyncRow row) throws IOException {
        writer.write(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static MessageType schema(List<SyncColumn> columns) {
        List<Type> types = new ArrayList<>();
        types.add(Types.required(PrimitiveTypeName.INT64).as(nanoseconds()).named(TIME));
        for (SyncColumn column : columns) {
            types.add(
                    switch (column.type()) {
                        case REAL -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
                        case REALS ->
                                Types.optionalGroup()
                                        .as(LogicalTypeAnnotation.listType())
                                        .repeatedGroup()
                                        .optional(PrimitiveTypeName.DOUBLE)
                                        .named("element")
                                        .named("list")
                                        .named(column.name());
                        case INTEGER ->
                                Types.optional(PrimitiveTypeName.INT64).named(column.name());
                        case BOOLEAN ->
                                Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
                        case TEXT ->
                                Types.optional(PrimitiveTypeName.BINARY)
                                        .as(LogicalTypeAnnotation.stringType())
                                        .named(column.name());
                        case TIME ->
                                Types.optional(PrimitiveTypeName.INT64)
                                        .as(nanoseconds())
                                        .named(column.name());
                    });
        }
        return new MessageType("sync", types);
    }

    private static LogicalTypeAnnotation nanoseconds() {
        return LogicalTypeAnnotation.timestampType(true, TimeUnit.NANOS);
    }

    private static final class Support extends WriteSupport<SyncRow> {
        private final List<SyncColumn> columns;
        private @Nullable RecordConsumer out;

        Support(List<SyncColumn> columns) {
            this.columns = columns;
        }

        @Override
        public String getName() {
            return "roadloop-sync";
        }

        @Override
        public WriteContext init(Configuration configuration) {
            return context();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return context();
        }

        private WriteContext context() {
            Map<String, String> kinds = new TreeMap<>();
            columns.forEach(
                    column -> kinds.put("roadloop.kind." + column.name(), column.kind().name()));
            return new WriteContext(schema(columns), kinds);
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(SyncRow row) {
            RecordConsumer to = out;
            if (to == null) {
                throw new IllegalStateException("prepareForWrite comes first");
            }
            to.startMessage();
            to.startField(TIME, 0);
            to.addLong(row.time());
            to.endField(TIME, 0);
            for (int i = 0; i < columns.size(); i++) {
                Object value = row.value(i);
                if (value != null) {
                    String name = columns.get(i).name();
                    to.startField(name, i + 1);
                    add(to, value);
                    to.endField(name, i + 1);
                }
            }
            to.endMessage();
        }

        private static void addList(RecordConsumer to, List<?> values) {
            to.startGroup();
            to.startField("list", 0);
            for (Object value : values) {
                to.startGroup();
                to.startField("element", 0);
                add(to, value);
                to.endField("element", 0);
                to.endGroup();
            }
            to.endField("list", 0);
            to.endGroup();
        }

        private static void add(RecordConsumer to, Object value) {
            switch (value) {
                case Double real -> to.addDouble(real);
                case Long whole -> to.addLong(whole);
                case Boolean truth -> to.addBoolean(truth);
                case String text -> to.addBinary(Binary.fromString(text));
                case List<?> list -> addList(to, list);
                default -> throw new IllegalStateException("no value of a column: " + value);
            }
        }
    }
}
