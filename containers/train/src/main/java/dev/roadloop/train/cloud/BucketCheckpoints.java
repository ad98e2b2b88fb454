package dev.roadloop.train.cloud;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The checkpoints of a run in a bucket: what is in the folder is there too, at most a while later,
/// so that another machine goes on where this one was interrupted.
final class BucketCheckpoints implements Checkpoints {
    /// How much of a training may be lost when a machine dies without a warning.
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Bucket gold;
    private final String prefix;
    private final Path folder;
    private final InstantSource clock;

    /// When those in the bucket were written here: one that was damaged is written again.
    private final Map<String, FileTime> there = new HashMap<>();

    private Instant sent = Instant.MIN;

    BucketCheckpoints(Bucket gold, String run, Path folder, InstantSource clock) {
        this.gold = gold;
        this.prefix = RunKeys.checkpoints(run);
        this.folder = folder;
        this.clock = clock;
    }

    /// Fetches those of an earlier attempt.
    @Override
    public void restore() throws IOException {
        Files.createDirectories(folder);
        List<String> keys;
        try (Stream<StoredObject> objects = gold.list(prefix)) {
            keys = objects.map(StoredObject::key).toList();
        }
        for (String key : keys) {
            String name = key.substring(prefix.length());
            Path file = folder.resolve(name);
            try (InputStream in =
                    gold.stream(key, null)
                            .orElseThrow(
                                    () -> new TransientException(gold.at(key) + " vanished"))) {
                Files.copy(in, file);
            }
            there.put(name, Files.getLastModifiedTime(file));
        }
    }

    /// Whether a checkpoint that was written now is to be sent: not if one was a moment ago.
    @Override
    public boolean due() {
        return sent.equals(Instant.MIN)
                || Duration.between(sent, clock.instant()).compareTo(BETWEEN) >= 0;
    }

    @Override
    public void send() throws IOException {
        Set<String> local = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".tensors")) {
                    local.add(name);
                    FileTime written = Files.getLastModifiedTime(file);
                    if (!written.equals(there.get(name))) {
                        gold.put(prefix + name, file);
                        there.put(name, written);
                    }
                }
            }
        }
        for (String name : Set.copyOf(there.keySet())) {
            if (!local.contains(name)) {
                gold.delete(prefix + name);
                there.remove(name);
            }
        }
        sent = clock.instant();
    }
}
