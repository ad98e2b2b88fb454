package dev.roadloop.sensorlog.mcap;

import java.nio.ByteBuffer;
import java.util.Map;

/// The records of the MCAP specification. Field names and order are the specification's; unsigned
/// numbers are held in the next larger signed type, but for 64-bit ones.
sealed interface McapRecord {

    record Header(String profile, String library) implements McapRecord {}

    record Footer(long summaryStart, long summaryOffsetStart, long summaryCrc)
            implements McapRecord {}

    record SchemaRecord(int id, String name, String encoding, ByteBuffer data)
            implements McapRecord {}

    record Channel(
            int id,
            int schemaId,
            String topic,
            String messageEncoding,
            Map<String, String> metadata)
            implements McapRecord {}

    record MessageRecord(
            int channelId, long sequence, long logTime, long publishTime, ByteBuffer data)
            implements McapRecord {}

    /// `records` is the chunk's compressed data.
    record Chunk(
            long messageStartTime,
            long messageEndTime,
            long uncompressedSize,
            long uncompressedCrc,
            String compression,
            ByteBuffer records)
            implements McapRecord {}

    /// `records` holds pairs of log time and offset in the chunk, 16 bytes each.
    record MessageIndex(int channelId, ByteBuffer records) implements McapRecord {}

    record ChunkIndex(
            long messageStartTime,
            long messageEndTime,
            long chunkStartOffset,
            long chunkLength,
            Map<Integer, Long> messageIndexOffsets,
            long messageIndexLength,
            String compression,
            long compressedSize,
            long uncompressedSize)
            implements McapRecord {}

    /// `crcCovers` is the part of the record that `crc` is computed over.
    record Attachment(
            long logTime,
            long createTime,
            String name,
            String mediaType,
            ByteBuffer data,
            long crc,
            ByteBuffer crcCovers)
            implements McapRecord {}

    record AttachmentIndex(
            long offset,
            long length,
            long logTime,
            long createTime,
            long dataSize,
            String name,
            String mediaType)
            implements McapRecord {}

    record Statistics(
            long messageCount,
            int schemaCount,
            long channelCount,
            long attachmentCount,
            long metadataCount,
            long chunkCount,
            long messageStartTime,
            long messageEndTime,
            Map<Integer, Long> channelMessageCounts)
            implements McapRecord {}

    record Metadata(String name, Map<String, String> metadata) implements McapRecord {}

    record MetadataIndex(long offset, long length, String name) implements McapRecord {}

    record SummaryOffset(int groupOpcode, long groupStart, long groupLength)
            implements McapRecord {}

    record DataEnd(long dataSectionCrc) implements McapRecord {}

    record Unknown(int opcode, ByteBuffer content) implements McapRecord {}
}
