package dev.roadloop.convert.table;

import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/// Turns rows into Parquet records. A message is decoded twice: first to check it, because a record
/// cannot be taken back once its fields were handed over.
final class RowWriteSupport extends WriteSupport<SignalRow> {

    private final TableLayout layout;
    private final List<MessageNode> nodes;
    private @Nullable RecordConsumer out;
    private @Nullable RowSink sink;
    private long undecoded;
    private String firstReason = "";

    /// @param nodes the places that the layout was made from
    RowWriteSupport(TableLayout layout, List<MessageNode> nodes) {
        this.layout = layout;
        this.nodes = nodes;
    }

    @Override
    public String getName() {
        return "roadloop-signals";
    }

    @Override
    public WriteContext init(Configuration configuration) {
        return new WriteContext(layout.schema(), Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(layout.schema(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        out = consumer;
        sink = new RowSink(consumer, layout, nodes);
    }

    /// Number of rows that were written without their message decoded.
    long undecoded() {
        return undecoded;
    }

    /// Why the first of them was not decoded.
    String firstReason() {
        return firstReason;
    }

    @Override
    public void write(SignalRow row) {
        RecordConsumer to = out;
        RowSink values = sink;
        if (to == null || values == null) {
            throw new IllegalStateException("prepareForWrite comes first");
        }
        String problem = problem(row);
        to.startMessage();
        number(to, TableLayout.LOG_TIME, 0, row.logTime);
        number(to, TableLayout.PUBLISH_TIME, 1, row.publishTime);
        number(to, TableLayout.SEQUENCE, 2, row.sequence);
        int index = layout.sourceFileIndex();
        MessageDecoder decoder = row.decoder;
        if (problem == null && decoder != null) {
            try {
                decoder.decode(row.data, row.offset, row.length, values);
            } catch (MessageDecodeException e) {
                throw new IllegalStateException("a message that was checked does not decode", e);
            }
        }
        text(to, TableLayout.SOURCE_FILE, index, row.sourceFile);
        if (problem != null) {
            undecoded++;
            firstReason = firstReason.isEmpty() ? problem : firstReason;
            text(to, TableLayout.UNDECODED_REASON, index + 1, problem);
            to.startField(TableLayout.UNDECODED_BYTES, index + 2);
            to.addBinary(Binary.fromReusedByteArray(row.data, row.offset, row.length));
            to.endField(TableLayout.UNDECODED_BYTES, index + 2);
        }
        if (layout.hasFrames() && row.frameKey != null) {
            text(to, TableLayout.FRAME_KEY, index + 3, row.frameKey);
        }
        to.endMessage();
    }

    private static @Nullable String problem(SignalRow row) {
        MessageDecoder decoder = row.decoder;
        if (decoder == null) {
            return row.refusal;
        }
        try {
            decoder.decode(row.data, row.offset, row.length, MessageSink.NONE);
            return null;
        } catch (MessageDecodeException e) {
            return e.getMessage();
        }
    }

    private static void number(RecordConsumer to, String name, int index, long value) {
        to.startField(name, index);
        to.addLong(value);
        to.endField(name, index);
    }

    private static void text(RecordConsumer to, String name, int index, String value) {
        to.startField(name, index);
        to.addBinary(Binary.fromString(value));
        to.endField(name, index);
    }
}
