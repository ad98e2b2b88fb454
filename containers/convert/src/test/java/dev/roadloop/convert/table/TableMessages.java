package dev.roadloop.convert.table;

import dev.roadloop.sensorlog.message.ListType;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageEncoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.ScalarType;
import dev.roadloop.sensorlog.message.StructType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/// Makes the messages of a topic again, from the rows of its table, and from the files of its
/// keyframes or the arrays of its point clouds.
public final class TableMessages {

    private final MessageEncoder encoder;
    private final MessageNode root;
    private final TableLayout layout;
    private final Elsewhere elsewhere;
    private Group row = new SimpleGroup(new MessageType("none"));

    /// Takes messages.
    public interface Messages {
        void message(long logTime, long publishTime, long sequence, ByteBuffer data)
                throws IOException;
    }

    /// Gives the bytes that a row only refers to.
    public interface Elsewhere {
        byte[] blob(Group row) throws IOException;

        /// The keyframe that the row names.
        ///
        /// @param silver the directory that was converted into
        static Elsewhere frames(Path silver) {
            return row ->
                    Files.readAllBytes(silver.resolve(row.getString(TableLayout.FRAME_KEY, 0)));
        }
    }

    public TableMessages(MessageDecoder decoder, boolean frames, Elsewhere elsewhere) {
        this.encoder = decoder.encoder().orElseThrow();
        this.root = decoder.root();
        this.layout = TableLayout.of(decoder.nodes(), frames);
        this.elsewhere = elsewhere;
    }

    /// Hands over the messages of one part, in their order.
    public void read(Path table, Messages to) throws IOException {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdCodecs())
                        .build();
        try (ParquetFileReader reader =
                ParquetFileReader.open(new LocalInputFile(table), options)) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            for (PageReadStore pages = reader.readNextRowGroup();
                    pages != null;
                    pages = reader.readNextRowGroup()) {
                RecordReader<Group> rows =
                        columns.getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    row(rows.read(), to);
                }
            }
        }
    }

    private void row(Group read, Messages to) throws IOException {
        row = read;
        ByteBuffer data;
        if (row.getFieldRepetitionCount(TableLayout.UNDECODED_BYTES) > 0) {
            data = row.getBinary(TableLayout.UNDECODED_BYTES, 0).toByteBuffer();
        } else {
            encoder.begin();
            fields(root, row);
            data = encoder.message();
        }
        to.message(
                row.getLong(TableLayout.LOG_TIME, 0),
                row.getLong(TableLayout.PUBLISH_TIME, 0),
                row.getLong(TableLayout.SEQUENCE, 0),
                data);
    }

    private void fields(MessageNode struct, Group columns) throws IOException {
        for (MessageNode child : struct.children()) {
            if (child.type() instanceof StructType) {
                encoder.beginStruct(child.id());
                fields(child, columns);
                encoder.endStruct(child.id());
            } else {
                value(child, columns, layout.name(child.id()));
            }
        }
    }

    private void value(MessageNode node, Group columns, String name) throws IOException {
        int id = node.id();
        if (node.isBlob()) {
            byte[] blob =
                    columns.getFieldRepetitionCount(name) > 0
                            ? columns.getBinary(name, 0).getBytes()
                            : elsewhere.blob(row);
            encoder.blob(id, blob, 0, blob.length, -1);
        } else if (node.type() instanceof ListType) {
            Group list = columns.getGroup(name, 0);
            int size = list.getFieldRepetitionCount("list");
            encoder.beginList(id, size);
            for (int i = 0; i < size; i++) {
                element(node.element(), list.getGroup("list", i));
            }
            encoder.endList(id);
        } else {
            scalar((ScalarType) node.type(), id, columns, name);
        }
    }

    private void element(MessageNode element, Group holder) throws IOException {
        if (element.type() instanceof StructType) {
            encoder.beginStruct(element.id());
            if (!element.children().isEmpty()) {
                fields(element, holder.getGroup("element", 0));
            }
            encoder.endStruct(element.id());
        } else {
            value(element, holder, "element");
        }
    }

    private void scalar(ScalarType type, int id, Group columns, String name) {
        switch (type) {
            case BOOL -> encoder.bool(id, columns.getBoolean(name, 0));
            case INT8, UINT8, INT16, UINT16, INT32 ->
                    encoder.integer(id, columns.getInteger(name, 0));
            case UINT32, INT64, UINT64 -> encoder.integer(id, columns.getLong(name, 0));
            case FLOAT32 -> encoder.float32(id, columns.getFloat(name, 0));
            case FLOAT64 -> encoder.float64(id, columns.getDouble(name, 0));
            case TIME, DURATION -> encoder.nanos(id, columns.getLong(name, 0));
            case STRING -> {
                byte[] text = columns.getBinary(name, 0).getBytes();
                encoder.text(id, text, 0, text.length);
            }
            case WSTRING, JSON -> throw new IllegalStateException(type + " has no encoder");
        }
    }
}
