package dev.roadloop.embedded.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Log groups and streams as files: `<root>/<group>/<stream>.log`, a line per event of epoch
/// milliseconds, a tab and the message with its line breaks escaped.
///
/// A stream holds at most two files of [#MAX_FILE] bytes: the older half goes when the newer is
/// full. Thread-safe.
public final class LogStore {

    /// Bytes after which a stream's file is set aside as its older half.
    public static final long MAX_FILE = 16L << 20;

    /// The longest message that is kept, in characters, as in CloudWatch Logs; a longer one is cut.
    public static final int MAX_MESSAGE = 262_144;

    private static final String SUFFIX = ".log";

    private final Path root;
    private final Clock clock;

    /// @param root directory of the log files, created when needed
    public LogStore(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /// One line of a stream.
    ///
    /// @param timestamp epoch milliseconds
    public record LogEvent(String stream, long timestamp, String message) {}

    /// A sink that appends each line it is given to `group`/`stream`, stamped with the time of the
    /// call. It throws UncheckedIOException when the disk is full.
    public Consumer<String> sink(String group, String stream) {
        return line -> append(group, stream, clock.millis(), line);
    }

    /// A sink for programs that must not fail for their log's sake: lines that cannot be written
    /// are dropped, and the next line that can be says how many were.
    public Consumer<String> droppingSink(String group, String stream) {
        AtomicLong dropped = new AtomicLong();
        return line -> {
            try {
                long lost = dropped.get();
                if (lost > 0) {
                    append(group, stream, clock.millis(), "(" + lost + " lines were dropped here)");
                    dropped.addAndGet(-lost);
                }
                append(group, stream, clock.millis(), line);
            } catch (UncheckedIOException e) {
                dropped.incrementAndGet();
            }
        };
    }

    /// Creates `group` if it is not there.
    public void createGroup(String group) {
        try {
            Files.createDirectories(groupDirectory(group));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "log group " + group + " cannot be created: " + e.getMessage(), e);
        }
    }

    /// Appends one event; group and stream are created as needed.
    public synchronized void append(String group, String stream, long timestamp, String message) {
        Path file = streamFile(group, stream);
        String text = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) >= MAX_FILE) {
                Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    file,
                    timestamp + "\t" + escape(text) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "log stream " + group + "/" + stream + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    /// Names of all groups, sorted.
    public List<String> groups() {
        return names(root, "");
    }

    /// Names of the streams of `group`, sorted; empty if there is no such group.
    public List<String> streams(String group) {
        return names(groupDirectory(group), SUFFIX);
    }

    /// True if `group` exists.
    public boolean hasGroup(String group) {
        return Files.isDirectory(groupDirectory(group));
    }

    /// Hands every event of a stream to `reader`, oldest first.
    public void read(String group, String stream, Consumer<LogEvent> reader) {
        Path file = streamFile(group, stream);
        for (Path part : List.of(older(file), file)) {
            if (!Files.exists(part)) {
                continue;
            }
            try (BufferedReader lines = Files.newBufferedReader(part)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int tab = line.indexOf('\t');
                    if (tab > 0
                            && line.substring(0, tab).chars().allMatch(Character::isDigit)
                            && tab < 16) {
                        reader.accept(
                                new LogEvent(
                                        stream,
                                        Long.parseLong(line.substring(0, tab)),
                                        unescape(line.substring(tab + 1))));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "log file " + part + " cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private Path groupDirectory(String group) {
        return root.resolve(encode(group));
    }

    private Path streamFile(String group, String stream) {
        return groupDirectory(group).resolve(encode(stream) + SUFFIX);
    }

    private static Path older(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private static List<String> names(Path directory, String suffix) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            List<String> names = new ArrayList<>();
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .forEach(name ->
                            names.add(
                                    URLDecoder.decode(
                                            name.substring(0, name.length() - suffix.length()),
                                            StandardCharsets.UTF_8)));
            names.sort(null);
            return List.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "log directory " + directory + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /// Percent-encodes a name, dots included, so that no name leaves its directory.
    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace(".", "%2E");
    }

    private static String escape(String message) {
        return message.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder message = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                message.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
            } else {
                message.append(c);
            }
        }
        return message.toString();
    }
}
