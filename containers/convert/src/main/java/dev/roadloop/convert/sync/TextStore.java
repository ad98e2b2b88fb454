package dev.roadloop.convert.sync;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Texts of samples on the scratch disk. Memory: 64 KiB.
final class TextStore implements Closeable {

    /// The longest text, in bytes of UTF-8, that is kept.
    static final int MAX_BYTES = 1024;

    private static final int LENGTH_BITS = 11;
    private static final int BUFFER = 64 << 10;

    private final FileChannel file;
    private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFER);
    private long written;

    TextStore(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    /// Keeps a text of at most [#MAX_BYTES].
    ///
    /// @return what it is found by
    long add(byte[] bytes, int offset, int length) throws IOException {
        if (unwritten.remaining() < length) {
            flush();
        }
        long at = written + unwritten.position();
        unwritten.put(bytes, offset, length);
        return at << LENGTH_BITS | length;
    }

    /// The text; where its bytes are not UTF-8, as Latin-1, which any bytes are.
    String get(long reference) throws IOException {
        flush();
        ByteBuffer bytes = ByteBuffer.allocate((int) (reference & (1L << LENGTH_BITS) - 1));
        long at = reference >>> LENGTH_BITS;
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException(
                        "the scratch file of texts ends early; something else wrote to it");
            }
        }
        String text = new String(bytes.array(), StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0
                ? text
                : new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    private void flush() throws IOException {
        unwritten.flip();
        while (unwritten.hasRemaining()) {
            written += file.write(unwritten, written);
        }
        unwritten.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
