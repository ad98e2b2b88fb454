package dev.roadloop.convert.table;

import dev.roadloop.sensorlog.message.MessageNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/// Writes one Parquet file of a topic, as [ParquetFiles] says.
///
/// Memory: one row group (see the constructor) and about 10 KB per column. Not for several threads.
public final class SignalTable implements Closeable {

    private final RowWriteSupport support;
    private final ParquetWriter<SignalRow> writer;

    /// Creates the file.
    ///
    /// @param rowGroupBytes most bytes of a row group before compression, roughly
    /// @param nodes the places of the message type that the layout was made from
    public SignalTable(Path file, TableLayout layout, List<MessageNode> nodes, long rowGroupBytes)
            throws IOException {
        this.support = new RowWriteSupport(layout, nodes);
        this.writer = ParquetFiles.create(file, support, rowGroupBytes, layout.withoutDictionary());
    }

    /// Appends a row.
    public void write(SignalRow row) throws IOException {
        writer.write(row);
    }

    /// Number of rows so far whose message could not be decoded and is kept as bytes.
    public long undecoded() {
        return support.undecoded();
    }

    /// Why the first of those could not be decoded; empty if there is none.
    public String firstUndecodedReason() {
        return support.firstReason();
    }

    /// Number of rows that the file's footer declares. Only after [#close].
    public long rowsInFooter() {
        return writer.getFooter().getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
    }

    /// Completes the file.
    @Override
    public void close() throws IOException {
        writer.close();
    }
}
