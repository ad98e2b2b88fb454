package dev.roadloop.redact;

import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.ByteSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The changed messages of one range of a drive.
///
/// @param source their bytes, one message after the other; closed with this
record ChangedMessages(ByteSource source) implements Closeable {

    /// The bytes of one.
    ///
    /// @throws InternalException when they are not those that the worker wrote
    byte[] get(RedactedFrame.Change change) throws IOException {
        byte[] bytes = new byte[change.length()];
        int read = source.read(change.offset(), ByteBuffer.wrap(bytes));
        if (read < bytes.length || !Sha256.of(bytes).equals(change.sha256())) {
            throw new InternalException(
                    "%s: expected %d bytes from %d with SHA-256 %s, found others; remove it and redrive the execution from RedactRanges"
                            .formatted(
                                    source.name(),
                                    change.length(),
                                    change.offset(),
                                    change.sha256()));
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
