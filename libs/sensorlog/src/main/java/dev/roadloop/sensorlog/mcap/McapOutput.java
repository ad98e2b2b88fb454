package dev.roadloop.sensorlog.mcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32;

/// The file that a writer appends to: counts the bytes and sums them up.
final class McapOutput {

    private final WritableByteChannel target;
    private final CRC32 crc = new CRC32();
    private long position;

    McapOutput(WritableByteChannel target) {
        this.target = target;
    }

    long position() {
        return position;
    }

    /// CRC of what was written since the last [#restartCrc].
    long crc() {
        return crc.getValue();
    }

    void restartCrc() {
        crc.reset();
    }

    /// Takes bytes into account that are not written yet.
    void addToCrc(ByteBuffer bytes) {
        crc.update(bytes.duplicate());
    }

    void write(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        position += rest.remaining();
        crc.update(rest.duplicate());
        while (rest.hasRemaining()) {
            target.write(rest);
        }
    }

    void close() throws IOException {
        target.close();
    }
}
