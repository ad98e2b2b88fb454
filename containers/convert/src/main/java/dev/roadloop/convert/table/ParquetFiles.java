package dev.roadloop.convert.table;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/// How all tables are written as Parquet: zstd, data pages of version 2, floats split by byte,
/// statistics and page indexes. The same rows give the same bytes.
public final class ParquetFiles {

    private static final int PAGE_BYTES = 256 << 10;
    private static final int PAGE_ROWS = 20_000;

    private ParquetFiles() {}

    /// Creates a file.
    ///
    /// @param rowGroupBytes most bytes of a row group before compression, roughly; they are held in
    ///   memory, and about 10 KB for each column
    /// @param withoutDictionary paths of the columns whose values hardly repeat
    public static <T> ParquetWriter<T> create(
            Path file,
            WriteSupport<T> support,
            long rowGroupBytes,
            Iterable<String> withoutDictionary)
            throws IOException {
        Builder<T> builder =
                new Builder<>(new LocalOutputFile(file), support)
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
        for (String path : withoutDictionary) {
            builder = builder.withDictionaryEncoding(path, false);
        }
        return builder.build();
    }

    private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
        private final WriteSupport<T> support;

        Builder(OutputFile file, WriteSupport<T> support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder<T> self() {
            return this;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(Configuration configuration) {
            return support;
        }

        @Override
        protected WriteSupport<T> getWriteSupport(ParquetConfiguration configuration) {
            return support;
        }
    }
}
