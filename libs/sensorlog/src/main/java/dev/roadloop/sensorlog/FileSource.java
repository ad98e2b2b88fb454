package dev.roadloop.sensorlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Positioned reads of a local file. Not mapped: a mapped file that is cut by someone else kills
/// the process.
final class FileSource implements ByteSource {

    private final Path file;
    private final FileChannel channel;
    private final long size;

    FileSource(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int n = channel.read(target, position + total);
            if (n < 0) {
                break;
            }
            total += n;
        }
        return total;
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
