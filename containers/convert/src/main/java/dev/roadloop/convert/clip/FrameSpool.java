package dev.roadloop.convert.clip;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Images of keyframes on the scratch disk, until their clips are written.
final class FrameSpool implements Closeable {

    private final FileChannel file;
    private long size;

    FrameSpool(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    /// Keeps an image.
    ClipFrame add(long time, byte[] image, String extension) throws IOException {
        long offset = size;
        ByteBuffer bytes = ByteBuffer.wrap(image);
        while (bytes.hasRemaining()) {
            size += file.write(bytes, size);
        }
        return new ClipFrame(time, offset, image.length, extension);
    }

    byte[] get(ClipFrame frame) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(frame.length());
        while (bytes.hasRemaining()) {
            if (file.read(bytes, frame.offset() + bytes.position()) < 0) {
                throw new EOFException(
                        "the scratch file of keyframes ends early; something else wrote to it");
            }
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
