package dev.roadloop.cli.training;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// How far a training on the platform is, or the trial of a sweep that wrote last: its step, loss
/// and the time that is left, by the events that its job leaves in the bucket some seconds after
/// they happen.
public final class RunProgress implements Supplier<Optional<String>> {

    private static final long BETWEEN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int TAIL = 4096;

    private final Bucket gold;
    private final String folder;
    private final LongSupplier nanos;
    private long asked;
    private Optional<String> line = Optional.empty();

    /// @param gold where runs lie
    /// @param run its name, or a sweep's
    /// @param nanos a clock that only goes forward
    public RunProgress(Bucket gold, String run, LongSupplier nanos) {
        this.gold = gold;
        this.folder = RunKeys.folder(run);
        this.nanos = nanos;
        this.asked = nanos.getAsLong() - BETWEEN_NANOS;
    }

    /// Asked again at once it says what it said before.
    ///
    /// @return empty before the first step
    @Override
    public Optional<String> get() {
        long now = nanos.getAsLong();
        if (now - asked >= BETWEEN_NANOS) {
            asked = now;
            line = newest().flatMap(this::step);
        }
        return line;
    }

    private Optional<StoredObject> newest() {
        String name = RunKeys.events("").substring(RunKeys.folder("").length());
        try (Stream<StoredObject> objects = gold.list(folder)) {
            return objects.filter(object -> object.key().endsWith("/" + name))
                    .filter(object -> object.size() > 0)
                    .max(Comparator.comparing(StoredObject::lastModified));
        }
    }

    private Optional<String> step(StoredObject events) {
        int length = (int) Math.min(TAIL, events.size());
        // The object may be a newer one by now, which is no shorter.
        byte[] tail = gold.range(events.key(), events.size() - length, length, null);
        return new String(tail, StandardCharsets.UTF_8)
                .lines()
                .flatMap(text -> event(text).stream())
                .filter(event -> event.path("event").asText().equals("step"))
                .reduce((before, after) -> after)
                .map(event -> trial(events.key()) + text(event));
    }

    /// `trial 7: ` where the events are of a trial.
    private String trial(String key) {
        String between = key.substring(folder.length(), key.lastIndexOf('/') + 1);
        return between.isEmpty()
                ? ""
                : "trial " + between.replaceFirst("^0+(?=\\d)", "").replace("/", "") + ": ";
    }

    private static String text(JsonNode event) {
        return String.format(
                Locale.ROOT,
                "step %d of %d  loss %.3f  %s left",
                event.path("step").asLong(),
                event.path("steps").asLong(),
                event.path("loss").asDouble(),
                Amounts.time(
                        Duration.ofMillis((long) (1000 * event.path("etaSeconds").asDouble()))));
    }

    private static Optional<JsonNode> event(String line) {
        try {
            return Optional.of(Json.jackson().readTree(line));
        } catch (JacksonException e) {
            // The first line of a tail has lost its beginning.
            return Optional.empty();
        }
    }
}
