package dev.roadloop.embedded.stepfunctions.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The history of one execution on disk. Appended to by the execution, read by anyone at any time.
public final class Journal implements AutoCloseable {

    private final RecordFile file;

    private Journal(RecordFile file) {
        this.file = file;
    }

    /// Opens the journal at `path`, creating it if need be.
    public static Journal open(Path path) {
        return new Journal(RecordFile.open(path));
    }

    /// Appends a record; it is with the operating system when this returns.
    public void append(JournalRecord record) {
        file.append(record.encode());
    }

    /// Has everything written to the disk.
    public void force() {
        file.force();
    }

    /// Calls `action` with each record in order, holding one in memory at a time.
    public static void forEach(Path path, Consumer<JournalRecord> action) {
        try (RecordFile file = RecordFile.read(path)) {
            for (RecordFile.Entry entry = file.at(0);
                    entry != null;
                    entry = file.at(entry.next())) {
                action.accept(decode(path, entry));
            }
        }
    }

    /// Some events and where the rest begins.
    ///
    /// @param next offset to go on from; empty at the end
    public record Page(List<HistoryEvent> events, Optional<Long> next) {}

    /// Up to `size` events from `offset` on, or backwards from it.
    ///
    /// @param offset empty for the first page, else a page's `next`
    public static Page page(Path path, Optional<Long> offset, int size, boolean reverse) {
        List<HistoryEvent> events = new ArrayList<>();
        try (RecordFile file = RecordFile.read(path)) {
            RecordFile.Entry entry =
                    reverse ? file.before(offset.orElse(end(file))) : file.at(offset.orElse(0L));
            while (entry != null) {
                JournalRecord record = decode(path, entry);
                if (record.event() != null) {
                    if (events.size() == size) {
                        return new Page(
                                events, Optional.of(reverse ? entry.next() : entry.start()));
                    }
                    events.add(record.event());
                }
                entry = reverse ? file.before(entry.start()) : file.at(entry.next());
            }
        }
        return new Page(events, Optional.empty());
    }

    /// The last event, if there is one.
    public static @Nullable HistoryEvent last(Path path) {
        List<HistoryEvent> events = page(path, Optional.empty(), 1, true).events();
        return events.isEmpty() ? null : events.getFirst();
    }

    /// The end of the whole records: a torn tail, or one that is being written, is left out.
    private static long end(RecordFile file) {
        if (file.end() == 0 || file.before(file.end()) != null) {
            return file.end();
        }
        long end = 0;
        for (RecordFile.Entry entry = file.at(0); entry != null; entry = file.at(entry.next())) {
            end = entry.next();
        }
        return end;
    }

    private static JournalRecord decode(Path path, RecordFile.Entry entry) {
        try {
            return JournalRecord.decode(entry.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The record at byte %d of %s has the right checksum but is not JSON"
                            .formatted(entry.start(), path),
                    e);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
