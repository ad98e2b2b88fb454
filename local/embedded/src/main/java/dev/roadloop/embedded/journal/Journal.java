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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// An append-only file of JSON records, one per line, each preceded by the CRC-32C of its bytes in
/// hexadecimal.
///
/// A record is with the operating system when [#append] returns, so it survives the death of this
/// process by any signal; power loss may take the records of the last seconds. A tail torn by such
/// a death is dropped on opening: its append never returned. A line damaged otherwise is skipped
/// and told, the lines after it still count.
///
/// When the disk is full, [#append] refuses and the file stays whole; [#note] keeps what has
/// happened already in memory and writes it, in order, once there is space. Thread-safe. Source of
/// the checksum: RFC 3720, appendix B.4.
public final class Journal implements Closeable {

    /// The longest record that is written or read, in bytes.
    public static final int MAX_RECORD = 16 << 20;

    /// What notes may take while they wait for space, in bytes.
    public static final long MAX_OWED = 64L << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final System.Logger LOG = System.getLogger(Journal.class.getName());

    private final Path file;
    private final Deque<byte[]> owed = new ArrayDeque<>();
    private TailFile tail;
    private long owedBytes;

    private Journal(Path file, TailFile tail) {
        this.file = file;
        this.tail = tail;
    }

    /// Opens or creates `file` and hands every intact record to `replay`, in the order they were
    /// appended.
    ///
    /// @throws UncheckedIOException naming the file, if it cannot be read or written
    public static Journal open(Path file, Consumer<JsonNode> replay) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            long intact = Files.exists(file) ? replay(file, replay) : 0;
            TailFile tail = TailFile.open(file);
            tail.cut(intact);
            return new Journal(file, tail);
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
    ///
    /// @throws UncheckedIOException naming the file, if there is no space: the record is refused
    public synchronized void append(JsonNode entry) {
        byte[] line = line(entry);
        try {
            pay();
            tail.append(line);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// Appends one record of something that has happened already, at once or when there is space
    /// for it. Until then a kill leaves the journal as if it had not happened yet.
    ///
    /// @throws IllegalStateException if [#MAX_OWED] bytes wait already
    public synchronized void note(JsonNode entry) {
        byte[] line = line(entry);
        if (owedBytes + line.length > MAX_OWED) {
            throw new IllegalStateException(
                    "journal "
                            + file
                            + ": "
                            + owedBytes
                            + " bytes wait for space on the disk and more are not held in memory;"
                            + " free some space");
        }
        owed.add(line);
        owedBytes += line.length;
        try {
            pay();
        } catch (IOException e) {
            if (owed.size() == 1) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "journal "
                                + file
                                + " cannot be written ("
                                + e.getMessage()
                                + "); what happens is held in memory until it can");
            }
        }
    }

    private void pay() throws IOException {
        for (byte[] line = owed.peek(); line != null; line = owed.peek()) {
            tail.append(line);
            owed.remove();
            owedBytes -= line.length;
        }
    }

    /// The journal's length in bytes: what [#compact] would shorten.
    public synchronized long size() {
        return tail.size() + owedBytes;
    }

    /// Replaces all records by `live`, atomically: a death at any moment leaves either the old or
    /// the new file. Leaves the old one if the disk has no space for both.
    ///
    /// @return whether they were replaced
    public synchronized boolean compact(Collection<? extends JsonNode> live) {
        Path fresh = file.resolveSibling(file.getFileName() + ".compacting");
        try {
            Files.deleteIfExists(fresh);
            TailFile next = TailFile.open(fresh);
            try {
                for (JsonNode entry : live) {
                    next.append(line(entry));
                }
                next.force();
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                next.close();
                Files.deleteIfExists(fresh);
                throw e;
            }
            tail.close();
            tail = next;
            owed.clear();
            owedBytes = 0;
            return true;
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "journal " + file + " cannot be compacted and grows on: " + e.getMessage());
            return false;
        }
    }

    @Override
    public synchronized void close() {
        try (TailFile closing = tail) {
            pay();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "journal "
                            + file
                            + " cannot be closed, "
                            + owed.size()
                            + " records are not in it: "
                            + e.getMessage(),
                    e);
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
