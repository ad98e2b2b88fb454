package dev.roadloop.convert.clip;

import dev.roadloop.drivejob.ScratchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Images of keyframes on the scratch disk, until their clips are written.
final class FrameSpool implements Closeable {

    private final ScratchFile file;

    FrameSpool(Path path) throws IOException {
        file = new ScratchFile(path);
    }

    /// Keeps an image.
    ClipFrame add(long time, byte[] image, String extension) throws IOException {
        long offset = file.append(ByteBuffer.wrap(image));
        return new ClipFrame(time, offset, image.length, extension);
    }

    byte[] get(ClipFrame frame) throws IOException {
        return file.read(frame.offset(), frame.length()).array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
