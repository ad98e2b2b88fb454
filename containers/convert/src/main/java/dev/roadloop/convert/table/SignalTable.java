package dev.roadloop.convert.table;

import dev.roadloop.sensorlog.message.MessageNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/// Writes one Parquet file of a topic: zstd, data pages of version 2, floats split by byte,
/// statistics and page indexes. The same rows give the same bytes.
///
/// Memory: one row group (see the constructor) and about 10 KB per column. Not for several threads.
public final class SignalTable implements Closeable {

    private static final int PAGE_BYTES = 256 << 10;
    private static final int PAGE_ROWS = 20_000;

    private final RowWriteSupport support;
    private final ParquetWriter<SignalRow> writer;

    /// Creates the file.
    ///
    /// @param rowGroupBytes most bytes of a row group before compression, roughly
    /// @param nodes the places of the message type that the layout was made from
    public SignalTable(Path file, TableLayout layout, List<MessageNode> nodes, long rowGroupBytes)
            throws IOException {
        this.support = new RowWriteSupport(layout, nodes);
        Builder builder =
                new Builder(new LocalOutputFile(file), support)
                        .withConf((ParquetConfiguration) new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdCodecs())
                        .withCompressionCodec(CompressionCodecName.ZSTD)
                        .withWriterVersion(WriterVersion.PARQUET_2_0)
                        .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                        .withByteStreamSplitEncoding(true)
                        .withDictionaryEncoding(true)
                        .withRowGroupSize(rowGroupBytes)
                        .withPageSize(PAGE_BYTES)
                        .withPageRowCountLimit(PAGE_ROWS)
                        .withMinRowCountForPageSizeCheck(10)
                        .withMaxPaddingSize(0);
        for (String path : layout.withoutDictionary()) {
            builder = builder.withDictionaryEncoding(path, false);
        }
        this.writer = builder.build();
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

    private static final class Builder extends ParquetWriter.Builder<SignalRow, Builder> {
        private final RowWriteSupport support;

        Builder(OutputFile file, RowWriteSupport support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<SignalRow> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<SignalRow> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }
}
