package dev.roadloop.sensorlog.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// The file that a writer appends to: counts the bytes and sums them up.
final class McapOutput {

    private final WritableByteChannel target;
    private final RunningCrc crc = new RunningCrc();
    private long position;

    McapOutput(WritableByteChannel target) {
        this.target = target;
    }

    long position() {
        return position;
    }

    /// CRC of what was written since the last [#restartCrc].
    long crc() {
        return crc.value();
    }

    void restartCrc() {
        crc.reset();
    }

    /// Takes bytes into account that are not written yet.
    void addToCrc(ByteBuffer bytes) {
        crc.add(bytes);
    }

    void write(ByteBuffer bytes) throws IOException {
        crc.add(bytes);
        put(bytes);
    }

    /// Writes bytes whose own CRC is known.
    void write(ByteBuffer bytes, long known) throws IOException {
        crc.add(known, bytes.remaining());
        put(bytes);
    }

    private void put(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        position += rest.remaining();
        while (rest.hasRemaining()) {
            target.write(rest);
        }
    }

    void close() throws IOException {
        target.close();
    }
}
