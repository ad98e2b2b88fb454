package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.chunk.Window;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Reads the frames of a file's records: where header and data of each lie.
final class RecordReader {

    private final Window window;
    private final RecordHead head = new RecordHead();
    private long dataAt;
    private long dataLength;

    RecordReader(Window window) {
        this.window = window;
    }

    /// Reads the head of the record at `at`. Its data may end after the file.
    ///
    /// @return false if there is no record
    boolean read(long at) throws IOException {
        if (!window.load(at, 4)) {
            return false;
        }
        long length = RecordHead.u32(window.buffer(), window.index(at));
        if (length < 8 || length > RecordHead.MAX_BYTES || !window.load(at, 8 + length)) {
            return false;
        }
        int from = window.index(at) + 4;
        int to = from + (int) length;
        ByteBuffer bytes = window.buffer();
        dataAt = at + 8 + length;
        dataLength = RecordHead.u32(bytes, to);
        return head.read(bytes, from, to) && BagOp.isKnown(head.op);
    }

    RecordHead head() {
        return head;
    }

    long dataAt() {
        return dataAt;
    }

    long dataLength() {
        return dataLength;
    }

    /// Brings the data into the window, if it is no more than `most` bytes and all in the file.
    boolean loadData(int most) throws IOException {
        return dataLength <= most && window.load(dataAt, dataLength);
    }

    /// Where in the window the data begins, once it is there.
    int dataFrom() {
        return window.index(dataAt);
    }

    /// Where in the window the data ends, once it is there.
    int dataTo() {
        return dataFrom() + (int) dataLength;
    }

    /// Byte after the record.
    long end() {
        return dataAt + dataLength;
    }

    /// True if the file has all of the record.
    boolean isWhole() {
        return end() <= window.size();
    }
}
