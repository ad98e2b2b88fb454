package dev.roadloop.embedded.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// An append-only file of JSON records, one per line, each preceded by the CRC-32C of its bytes in
/// hexadecimal.
///
/// A record is with the operating system when [#append] returns, so it survives the death of this
/// process by any signal; power loss may take the records of the last seconds. A tail torn by such
/// a death is dropped on opening: its append never returned. A line damaged otherwise is skipped
/// and told, the lines after it still count. Thread-safe. Source of the checksum: RFC 3720,
/// appendix B.4.
public final class Journal implements Closeable {

    /// The longest record that is written or read, in bytes.
    public static final int MAX_RECORD = 16 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());

    private final Path file;
    private FileChannel channel;
    private long size;

    private Journal(Path file, FileChannel channel, long size) {
        this.file = file;
        this.channel = channel;
        this.size = size;
    }

    /// Opens or creates `file` and hands every intact record to `replay`, in the order they were
    /// appended.
    ///
    /// @throws UncheckedIOException naming the file, if it cannot be read or written
    public static Journal open(Path file, Consumer<JsonNode> replay) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            long intact = Files.exists(file) ? replay(file, replay) : 0;
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(intact);
            channel.position(intact);
            return new Journal(file, channel, intact);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /// Hands every intact record of `file` to `reader` without opening it for writing.
    public static void read(Path file, Consumer<JsonNode> reader) {
        try {
            replay(file, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Appends one record; it is safe from the death of this process when the call returns.
    public synchronized void append(JsonNode entry) {
        byte[] line = line(entry);
        try {
            write(channel, line);
            size += line.length;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// The journal's length in bytes: what [#rewrite] would shorten.
    public synchronized long size() {
        return size;
    }

    /// Replaces all records by `live`, atomically: a death at any moment leaves either the old or
    /// the new file.
    public synchronized void rewrite(Collection<? extends JsonNode> live) {
        Path fresh = file.resolveSibling(file.getFileName() + ".compacting");
        try {
            long written = 0;
            FileChannel next =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE);
            for (JsonNode entry : live) {
                byte[] line = line(entry);
                write(next, line);
                written += line.length;
            }
            next.force(true);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            channel.close();
            channel = next;
            size = written;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal " + file + " cannot be compacted: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal " + file + " cannot be closed: " + e.getMessage(), e);
        }
    }

    private static byte[] line(JsonNode entry) {
        try {
            byte[] json = JSON.writeValueAsBytes(entry);
            if (json.length > MAX_RECORD) {
                throw new IllegalArgumentException(
                        "journal record of "
                                + json.length
                                + " bytes exceeds the limit of "
                                + MAX_RECORD);
            }
            byte[] line = new byte[json.length + 10];
            System.arraycopy(
                    checksum(json, json.length).getBytes(StandardCharsets.US_ASCII), 0, line, 0, 8);
            line[8] = ' ';
            System.arraycopy(json, 0, line, 9, json.length);
            line[line.length - 1] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("journal record is no JSON: " + e.getMessage(), e);
        }
    }

    private static void write(FileChannel to, byte[] line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static String checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return String.format("%08x", crc.getValue());
    }

    /// Returns the offset after the last complete line, which is where appending goes on.
    private static long replay(Path file, Consumer<JsonNode> replay) throws IOException {
        long offset = 0;
        long intact = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                offset++;
                if (b == '\n') {
                    accept(file, intact, line.toByteArray(), replay);
                    line.reset();
                    intact = offset;
                } else if (line.size() < MAX_RECORD + 16) {
                    line.write(b);
                }
            }
        }
        return intact;
    }

    private static void accept(Path file, long offset, byte[] line, Consumer<JsonNode> replay) {
        JsonNode entry;
        try {
            byte[] json = line.length < 9 ? new byte[0] : Arrays.copyOfRange(line, 9, line.length);
            String claimed =
                    new String(line, 0, Math.min(8, line.length), StandardCharsets.US_ASCII);
            if (!claimed.equals(checksum(json, json.length))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "journal "
                                + file
                                + ": the record of "
                                + line.length
                                + " bytes at offset "
                                + offset
                                + " fails its checksum and is skipped; the records after it are"
                                + " read");
                return;
            }
            entry = JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal "
                            + file
                            + ": the record at offset "
                            + offset
                            + " has a right checksum but is no JSON",
                    e);
        }
        replay.accept(entry);
    }
}
