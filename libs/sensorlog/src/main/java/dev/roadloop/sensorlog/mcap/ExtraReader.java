package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.ExtraSink;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Walks the records of a file from one to the next, over its chunks, and hands on attachments and
/// metadata. Ends at the first record that cannot be; leaves out an attachment whose CRC is wrong.
/// Memory: one attachment or set of metadata.
final class ExtraReader {

    private static final int READ_AHEAD = 16 << 10;
    private static final int MAX_BYTES = 512 << 20;

    private ExtraReader() {}

    static void read(ByteSource source, ExtraSink sink) throws IOException {
        Window window = new Window(source, READ_AHEAD);
        long at = Op.MAGIC_SIZE;
        while (window.load(at, Op.RECORD_HEAD)) {
            int opcode = window.buffer().get(window.index(at)) & 0xFF;
            long length = window.buffer().getLong(window.index(at) + 1);
            if (length < 0
                    || length > source.size() - at - Op.RECORD_HEAD
                    || opcode == Op.DATA_END
                    || opcode == Op.FOOTER) {
                return;
            }
            boolean extra = opcode == Op.ATTACHMENT || opcode == Op.METADATA;
            if (extra && length <= MAX_BYTES && window.load(at + Op.RECORD_HEAD, length)) {
                int from = window.index(at + Op.RECORD_HEAD);
                give(opcode, window.buffer().slice(from, (int) length), sink);
            }
            at += Op.RECORD_HEAD + length;
        }
    }

    private static void give(int opcode, ByteBuffer content, ExtraSink sink) throws IOException {
        McapRecord record;
        try {
            record = RecordParser.parse(opcode, content);
        } catch (MalformedRecordException e) {
            return;
        }
        if (record instanceof McapRecord.Metadata metadata) {
            sink.addMetadata(metadata.name(), metadata.metadata());
        }
        if (record instanceof McapRecord.Attachment attachment && isWhole(attachment)) {
            sink.addAttachment(
                    attachment.name(),
                    attachment.mediaType(),
                    attachment.logTime(),
                    attachment.createTime(),
                    attachment.data());
        }
    }

    private static boolean isWhole(McapRecord.Attachment attachment) {
        CRC32 found = new CRC32();
        found.update(attachment.crcCovers().duplicate());
        return attachment.crc() == 0 || found.getValue() == attachment.crc();
    }
}
