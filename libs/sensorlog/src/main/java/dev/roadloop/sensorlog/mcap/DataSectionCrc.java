package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.chunk.LossBook;
import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Checks the CRC over the data section, and those of attachments, if that is asked for.
final class DataSectionCrc {

    private static final int STEP = 1 << 20;

    private final Window window;
    private final boolean active;
    private final CRC32 crc = new CRC32();
    private long covered;

    DataSectionCrc(Window window, boolean active) {
        this.window = window;
        this.active = active;
    }

    /// Takes all bytes up to `to` into account; those from `from` are likely in the window.
    void cover(long from, long to) throws IOException {
        if (!active) {
            return;
        }
        while (covered < to) {
            int n =
                    (int)
                            Math.min(
                                    to - covered,
                                    covered < from ? Math.min(STEP, from - covered) : to - covered);
            boolean whole = window.load(covered, Math.min(n, STEP));
            if (!whole) {
                return;
            }
            int part = Math.min(n, window.buffer().limit() - window.index(covered));
            crc.update(
                    window.buffer()
                            .duplicate()
                            .position(window.index(covered))
                            .limit(window.index(covered) + part));
            covered += part;
        }
    }

    /// Compares with what the data end record at `at` says.
    void compare(long at, long length, LossBook losses) throws IOException {
        if (!active || length < 4 || !window.load(at, Op.RECORD_HEAD + length)) {
            return;
        }
        cover(at, at);
        window.load(at, Op.RECORD_HEAD + length);
        long expected = window.buffer().getInt(window.index(at) + Op.RECORD_HEAD) & 0xFFFF_FFFFL;
        if (expected != 0 && expected != crc.getValue()) {
            losses.harmless(
                    Loss.Reason.CRC_MISMATCH,
                    0,
                    at,
                    "data section: expected CRC-32 %08x, found %08x; messages outside chunks may be wrong"
                            .formatted(expected, crc.getValue()));
        }
    }

    void checkAttachment(long at, long length, int maxBytes, LossBook losses) throws IOException {
        long to = at + Op.RECORD_HEAD + length;
        if (!active || length > maxBytes || !window.load(at, Op.RECORD_HEAD + length)) {
            return;
        }
        ByteBuffer content = window.buffer().slice(window.index(at) + Op.RECORD_HEAD, (int) length);
        try {
            if (RecordParser.parse(Op.ATTACHMENT, content)
                            instanceof McapRecord.Attachment attachment
                    && attachment.crc() != 0) {
                CRC32 found = new CRC32();
                found.update(attachment.crcCovers());
                if (found.getValue() != attachment.crc()) {
                    losses.harmless(
                            Loss.Reason.CRC_MISMATCH,
                            at,
                            to,
                            "attachment %s: expected CRC-32 %08x, found %08x"
                                    .formatted(
                                            attachment.name(), attachment.crc(), found.getValue()));
                }
            }
        } catch (MalformedRecordException e) {
            losses.harmless(Loss.Reason.MALFORMED, at, to, "attachment: " + e.getMessage());
        }
    }
}
