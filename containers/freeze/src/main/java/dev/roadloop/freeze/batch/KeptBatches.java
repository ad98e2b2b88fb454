package dev.roadloop.freeze.batch;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.BucketObject;
import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.TransientException;
import dev.roadloop.freeze.BuildOutcome;
import dev.roadloop.freeze.picture.KnownPictures;
import dev.roadloop.freeze.picture.PictureFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// The batches that a dataset is made of, as they were uploaded: kept when a version has them,
/// since landing forgets. Under `labels/<dataset>/<build>/`: `files/` has all but what is in the
/// version's store already, which are its pictures, and recordings whose frames it has;
/// `pictures.json` says what those pictures and frames are; `accepted.json` is written last and
/// says that the batch is whole.
final class KeptBatches {
    private static final String ACCEPTED = "/accepted.json";
    private static final String FILES = "/files/";
    private static final String PICTURES = "/pictures.json";
    private static final String JSON = "application/json";
    private static final int LARGEST = 64 << 20;
    private static final ObjectCopy COPY = new ObjectCopy(1 << 30);

    private final Bucket bucket;
    private final String prefix;

    /// When a batch was kept.
    ///
    /// @param build the batch and its digest
    /// @param at when; batches are read in that order, so that what a source is called in a version
    ///   does not change with the next batch
    record Accepted(String build, Instant at) {}

    /// A picture of a batch.
    ///
    /// @param path in the batch; of a frame, its name below its recording's
    /// @param facts what it is
    private record Picture(String path, PictureFacts facts) {}

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

    /// Fetches a batch into a folder, but no picture that the store has.
    ///
    /// @return what those are, by where they would lie
    Map<Path, PictureFacts> fetch(String build, Path to) {
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
        String key = prefix + build + PICTURES;
        byte[] pictures =
                bucket.get(key, LARGEST)
                        .orElseThrow(() ->
                                new CallerException(
                                        bucket.at(key)
                                                + ": expected what is known of the batch's"
                                                + " pictures, found none; bring it back"));
        Map<Path, PictureFacts> stored = new HashMap<>();
        for (Picture picture : Json.read(pictures, Picture[].class, bucket.at(key))) {
            stored.put(to.resolve(picture.path()), picture.facts());
        }
        return stored;
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
    ///
    /// @param files what it has
    /// @param from the folder that they were fetched to
    /// @param frozen a version that has it and is published
    void keep(
            String build,
            List<BatchFiles.Fetched> files,
            Path from,
            BuildOutcome.Frozen frozen,
            Instant now) {
        String accepted = prefix + build + ACCEPTED;
        if (bucket.find(accepted).isPresent()) {
            return;
        }
        KnownPictures stored = KnownPictures.of(frozen.manifest().samples());
        Map<Path, Boolean> recordings = recordings(frozen.frames(), stored);
        List<Picture> pictures = new ArrayList<>();
        frozen.frames()
                .forEach((frame, facts) -> {
                    if (recordings.getOrDefault(frame.getParent(), false)
                            && frame.startsWith(from)) {
                        pictures.add(new Picture(from.relativize(frame).toString(), facts));
                    }
                });
        List<Callable<Boolean>> transfers = new ArrayList<>();
        for (BatchFiles.Fetched file : files) {
            Optional<PictureFacts> facts = stored.find(file.sha256());
            facts.ifPresent(known -> pictures.add(new Picture(file.path(), known)));
            if (facts.isEmpty() && !recordings.getOrDefault(from.resolve(file.path()), false)) {
                transfers.add(() -> {
                    keepOne(file, prefix + build + FILES + file.path(), from);
                    return true;
                });
            }
        }
        Transfers.all(transfers);
        bucket.put(prefix + build + PICTURES, Json.bytes(pictures), JSON);
        bucket.putIfAbsent(accepted, Json.bytes(new Accepted(build, now)), JSON);
    }

    /// Recordings, and whether all of their frames are in the store.
    private static Map<Path, Boolean> recordings(
            Map<Path, PictureFacts> frames, KnownPictures stored) {
        Map<Path, Boolean> recordings = new HashMap<>();
        frames.forEach((frame, facts) ->
                recordings.merge(
                        frame.getParent(),
                        stored.find(facts.sha256()).isPresent(),
                        Boolean::logicalAnd));
        return recordings;
    }

    private void keepOne(BatchFiles.Fetched file, String key, Path from) throws IOException {
        BucketObject there = file.from();
        if (!COPY.copy(there.bucket(), there.object(), bucket, key, Map.of())) {
            bucket.put(key, from.resolve(file.path()));
        }
    }
}
