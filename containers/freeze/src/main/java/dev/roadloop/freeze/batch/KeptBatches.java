package dev.roadloop.freeze.batch;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// The batches that a dataset is made of, as they were uploaded: kept when a version has them,
/// since landing forgets. Under `labels/<dataset>/<build>/files/`; `accepted.json` beside it is
/// written last and says that the batch is whole.
final class KeptBatches {
    private static final String ACCEPTED = "/accepted.json";
    private static final String FILES = "/files/";

    private final Bucket bucket;
    private final String prefix;

    /// When a batch was kept.
    ///
    /// @param build the batch and its digest
    /// @param at when; batches are read in that order, so that what a source is called in a version
    ///   does not change with the next batch
    record Accepted(String build, Instant at) {}

    /// @param bucket of the dataset
    KeptBatches(Bucket bucket, DatasetName dataset) {
        this.bucket = bucket;
        this.prefix = DatasetKeys.kept(dataset);
    }

    /// All batches that are whole, the first kept first.
    List<Accepted> list() {
        List<Accepted> found = new ArrayList<>();
        try (Stream<StoredObject> objects = bucket.list(prefix)) {
            objects.map(StoredObject::key)
                    .filter(key -> key.endsWith(ACCEPTED) && !key.contains(FILES))
                    .forEach(key ->
                            found.add(
                                    Json.read(
                                            bucket.get(key, 1 << 16)
                                                    .orElseThrow(() ->
                                                            new TransientException(
                                                                    bucket.at(key) + " vanished")),
                                            Accepted.class,
                                            bucket.at(key))));
        }
        return found.stream()
                .sorted(Comparator.comparing(Accepted::at).thenComparing(Accepted::build))
                .toList();
    }

    /// Fetches a batch into a folder.
    void fetch(String build, Path to) {
        String files = prefix + build + FILES;
        List<Callable<Boolean>> transfers = new ArrayList<>();
        try (Stream<StoredObject> objects = bucket.list(files)) {
            objects.forEach(object ->
                    transfers.add(() -> {
                        fetchOne(object.key(), to.resolve(object.key().substring(files.length())));
                        return true;
                    }));
        }
        Transfers.all(transfers);
    }

    private void fetchOne(String key, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (InputStream in =
                bucket.stream(key, null)
                        .orElseThrow(() -> new TransientException(bucket.at(key) + " vanished"))) {
            Files.copy(in, to);
        }
    }

    /// Keeps a batch, unless it is kept already.
    void keep(String build, Path from, Instant now) throws IOException {
        String accepted = prefix + build + ACCEPTED;
        if (bucket.find(accepted).isPresent()) {
            return;
        }
        List<Callable<Boolean>> transfers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> {
                        String path = from.relativize(file).toString().replace('\\', '/');
                        transfers.add(() -> {
                            bucket.put(prefix + build + FILES + path, file);
                            return true;
                        });
                    });
        }
        Transfers.all(transfers);
        bucket.putIfAbsent(accepted, Json.bytes(new Accepted(build, now)), "application/json");
    }
}
