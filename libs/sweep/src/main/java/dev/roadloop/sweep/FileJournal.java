package dev.roadloop.sweep;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A journal in a file: a line of JSON for each entry, on the disk before it is accepted. A line
/// that a crash has left without its end was never accepted and is cut off. One process at a time
/// has it; any number of its threads may use it.
public final class FileJournal implements Journal, AutoCloseable {

    private static final long MAX_BYTES = 256L << 20;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final List<Entry> entries;

    private FileJournal(Path file, FileChannel channel, FileLock lock, List<Entry> entries) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
        this.entries = entries;
    }

    /// Opens a file; makes it if it is not there.
    ///
    /// @throws TransientException if another process has it
    /// @throws CallerException if it is no journal
    public static FileJournal open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = lock(file, channel);
            return new FileJournal(file, channel, lock, read(file, channel));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public synchronized boolean append(int index, Entry entry) {
        if (index != entries.size()) {
            return false;
        }
        ByteBuffer line =
                ByteBuffer.wrap((Json.text(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            long at = channel.size();
            while (line.hasRemaining()) {
                at += channel.write(line, at);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new TransientException(
                    file + ": the journal cannot be written: " + e.getMessage(), e);
        }
        entries.add(entry);
        return true;
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }

    private static FileLock lock(Path file, FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // This process has it open twice; the same complaint.
        }
        throw new TransientException(
                file + ": another process is at work on this sweep; wait for it, or end it");
    }

    private static List<Entry> read(Path file, FileChannel channel) throws IOException {
        if (channel.size() > MAX_BYTES) {
            throw new CallerException(
                    file + ": expected at most " + MAX_BYTES + " bytes, found " + channel.size());
        }
        // Not by Files: POSIX gives the lock away where another channel of the file is closed.
        byte[] bytes = Channels.newInputStream(channel).readAllBytes();
        List<Entry> entries = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                String line = new String(bytes, from, at - from, StandardCharsets.UTF_8);
                try {
                    entries.add(
                            Json.read(line, Entry.class, file + ", line " + (entries.size() + 1)));
                } catch (dev.roadloop.contracts.MalformedJsonException e) {
                    throw new CallerException(String.valueOf(e.getMessage()), e);
                }
                from = at + 1;
            }
        }
        channel.truncate(from);
        return entries;
    }
}
