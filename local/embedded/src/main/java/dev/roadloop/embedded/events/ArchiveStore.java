package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.journal.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.Machine;

/// Keeps the events of archived buses: a journal per archive and day, so that old days go by
/// deleting their file.
final class ArchiveStore implements AutoCloseable {

    private final Map<String, Open> archives = new LinkedHashMap<>();
    private final Path root;
    private final Clock clock;

    private static final class Open {
        private final EventArchive archive;
        private final Machine machine = new Machine();
        private LocalDate day = LocalDate.MIN;
        private @Nullable Journal journal;

        Open(EventArchive archive) {
            this.archive = archive;
        }
    }

    ArchiveStore(List<EventArchive> archives, Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
        for (EventArchive archive : archives) {
            Open open = new Open(archive);
            try {
                if (archive.pattern().isPresent()) {
                    open.machine.addRule("kept", archive.pattern().get());
                }
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "archive "
                                + archive.name()
                                + ": event pattern is not valid: "
                                + e.getMessage(),
                        e);
            }
            this.archives.put(archive.name(), open);
        }
    }

    synchronized List<EventArchive> archives() {
        return archives.values().stream().map(open -> open.archive).toList();
    }

    /// Keeps `event` in every archive of `bus` that wants it; it is safe when the call returns.
    synchronized void keep(String bus, ObjectNode event, String text) {
        for (Open open : archives.values()) {
            if (open.archive.bus().equals(bus) && wants(open, text)) {
                ObjectNode entry =
                        JsonNodeFactory.instance.objectNode().put("at", clock.instant().toString());
                entry.set("event", event);
                today(open).append(entry);
            }
        }
    }

    private static boolean wants(Open open, String text) {
        try {
            return open.archive.pattern().isEmpty()
                    || !open.machine.rulesForJSONEvent(text).isEmpty();
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "archive "
                            + open.archive.name()
                            + ": event cannot be matched: "
                            + e.getMessage(),
                    e);
        }
    }

    private Journal today(Open open) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Journal journal = open.journal;
        if (journal == null || !open.day.equals(today)) {
            if (journal != null) {
                journal.close();
            }
            expire(open.archive, today);
            journal =
                    Journal.open(
                            directory(open.archive).resolve(today + ".journal"), ignored -> {});
            open.journal = journal;
            open.day = today;
        }
        return journal;
    }

    private void expire(EventArchive archive, LocalDate today) {
        if (archive.retentionDays() == 0) {
            return;
        }
        for (Path file : days(archive)) {
            LocalDate day = LocalDate.parse(file.getFileName().toString().replace(".journal", ""));
            if (ChronoUnit.DAYS.between(day, today) > archive.retentionDays()) {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "archive " + archive.name() + ": " + file + " cannot be removed", e);
                }
            }
        }
    }

    /// Hands the events that happened from `start` up to `end` to `replay`, each with the day that
    /// it came on, in the order they came.
    void read(
            EventArchive archive,
            Instant start,
            Instant end,
            BiConsumer<String, ObjectNode> replay) {
        for (Path file : days(archive)) {
            LocalDate day = LocalDate.parse(file.getFileName().toString().replace(".journal", ""));
            if (day.atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(end)
                    || day.plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .isBefore(start.minus(Duration.ofDays(1)))) {
                continue;
            }
            Journal.read(
                    file,
                    entry ->
                            accept(
                                    entry,
                                    start,
                                    end,
                                    event -> replay.accept(day.toString(), event)));
        }
    }

    private static void accept(
            JsonNode entry, Instant start, Instant end, Consumer<ObjectNode> replay) {
        if (entry.path("event") instanceof ObjectNode event) {
            Instant time = Instant.parse(event.path("time").asText());
            if (!time.isBefore(start) && time.isBefore(end)) {
                replay.accept(event);
            }
        }
    }

    private List<Path> days(EventArchive archive) {
        Path directory = directory(archive);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("\\d{4}-\\d\\d-\\d\\d\\.journal"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "archive " + archive.name() + ": " + directory + " cannot be listed", e);
        }
    }

    private Path directory(EventArchive archive) {
        return root.resolve(archive.name());
    }

    @Override
    public synchronized void close() {
        for (Open open : archives.values()) {
            Journal journal = open.journal;
            if (journal != null) {
                journal.close();
            }
        }
    }
}
