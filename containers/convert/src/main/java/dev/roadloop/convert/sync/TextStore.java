package dev.roadloop.convert.sync;

import dev.roadloop.drivejob.ScratchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Texts of samples on the scratch disk. Memory: 64 KiB.
final class TextStore implements Closeable {

    /// The longest text, in bytes of UTF-8, that is kept.
    static final int MAX_BYTES = 1024;

    private static final int LENGTH_BITS = 11;
    private static final int BUFFER = 64 << 10;

    private final ScratchFile file;
    private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER);

    TextStore(Path path) throws IOException {
        file = new ScratchFile(path);
    }

    /// Keeps a text of at most [#MAX_BYTES].
    ///
    /// @return what it is found by
    long add(byte[] bytes, int offset, int length) throws IOException {
        if (unwritten.remaining() < length) {
            flush();
        }
        long at = file.size() + unwritten.position();
        unwritten.put(bytes, offset, length);
        return at << LENGTH_BITS | length;
    }

    /// The text; where its bytes are not UTF-8, as Latin-1, which any bytes are.
    String get(long reference) throws IOException {
        flush();
        byte[] bytes =
                file.read(reference >>> LENGTH_BITS, (int) (reference & (1L << LENGTH_BITS) - 1))
                        .array();
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private void flush() throws IOException {
        unwritten.flip();
        file.append(unwritten);
        unwritten.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
