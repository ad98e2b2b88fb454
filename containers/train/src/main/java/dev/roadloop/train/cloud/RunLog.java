package dev.roadloop.train.cloud;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.RunKeys;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The events of a run in a bucket, a line of JSON each with its time: those of earlier attempts
/// first. What happens now is there some seconds later, so that a training can be watched; the
/// longer it takes, the longer, so that it is sent some hundred times at most.
final class RunLog implements AutoCloseable {
    private static final Duration LEAST = Duration.ofSeconds(5);

    /// The share of the time since the beginning that passes from one time to the next.
    private static final int SHARE = 50;

    private final Bucket gold;
    private final String key;
    private final Path file;
    private final InstantSource clock;
    private final BufferedWriter out;
    private final Instant began;
    private Instant sent;

    private RunLog(Bucket gold, String run, Path file, InstantSource clock) throws IOException {
        this.gold = gold;
        this.key = RunKeys.events(run);
        this.file = file;
        this.clock = clock;
        this.out =
                Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.began = clock.instant();
        this.sent = began;
    }

    /// Goes on with what earlier attempts wrote.
    ///
    /// @param file where it is kept on this machine; not there yet
    static RunLog restore(Bucket gold, String run, Path file, InstantSource clock)
            throws IOException {
        Optional<InputStream> earlier = gold.stream(RunKeys.events(run), null);
        if (earlier.isPresent()) {
            try (InputStream in = earlier.get()) {
                Files.copy(in, file);
            }
        }
        return new RunLog(gold, run, file, clock);
    }

    /// Adds an event.
    ///
    /// @param line an object of JSON that is not empty
    void add(String line) throws IOException {
        Instant now = clock.instant();
        out.write(line, 0, line.length() - 1);
        out.write(",\"at\":" + now.toEpochMilli() + "}\n");
        Duration between = Duration.between(began, now).dividedBy(SHARE);
        if (Duration.between(sent, now).compareTo(between) >= 0
                && Duration.between(sent, now).compareTo(LEAST) >= 0) {
            send();
        }
    }

    /// Sends all of it.
    void send() throws IOException {
        out.flush();
        gold.put(key, file);
        sent = clock.instant();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
