package dev.roadloop.embedded.journal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// A file that grows by whole pieces: what a full disk cuts short is taken back, so that the next
/// piece follows the last whole one.
///
/// Built on a plain file and not on a channel, because an interrupted thread that writes to a
/// channel closes it for everyone. Thread-safe.
public final class TailFile implements Closeable {

    private final RandomAccessFile file;
    private long size;
    private boolean torn;

    private TailFile(RandomAccessFile file) throws IOException {
        this.file = file;
        this.size = file.length();
    }

    /// Opens `path` for reading and appending, creating it if need be.
    public static TailFile open(Path path) throws IOException {
        return new TailFile(new RandomAccessFile(path.toFile(), "rw"));
    }

    /// Opens `path` for reading only.
    public static TailFile read(Path path) throws IOException {
        return new TailFile(new RandomAccessFile(path.toFile(), "r"));
    }

    /// Bytes of all whole pieces.
    public synchronized long size() {
        return size;
    }

    /// Appends `piece`, all of it or nothing; it is with the operating system when this returns.
    ///
    /// @throws IOException if there is no space for it; a later append may find some
    public synchronized void append(byte[] piece) throws IOException {
        if (torn) {
            file.setLength(size);
            torn = false;
        }
        try {
            file.seek(size);
            file.write(piece);
            size += piece.length;
        } catch (IOException e) {
            torn = true;
            throw e;
        }
    }

    /// Fills `into` with the bytes from `offset` on.
    ///
    /// @return false if the file ends before
    public synchronized boolean read(long offset, byte[] into) throws IOException {
        try {
            file.seek(offset);
            file.readFully(into);
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    /// Cuts the file to `length` bytes, which must not exceed its size.
    public synchronized void cut(long length) throws IOException {
        file.setLength(length);
        size = length;
    }

    /// Has the operating system write everything to the disk.
    public synchronized void force() throws IOException {
        file.getFD().sync();
    }

    @Override
    public synchronized void close() throws IOException {
        if (torn) {
            file.setLength(size);
        }
        file.close();
    }
}
