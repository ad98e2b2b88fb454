package dev.roadloop.freeze;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.BucketObject;
import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.freeze.dvc.DvcCache;
import dev.roadloop.freeze.dvc.DvcFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Puts a version into a bucket: its contents into the DVC remote, its manifest and the Git
/// repository, as a bundle, to where [DatasetKeys] says. Contents that are there already are not
/// sent again. The manifest comes after all contents, the bundle last: who sees a version can fetch
/// it.
public final class PublishDataset {
    private static final String JSON = "application/json";

    /// Uploads at the same time: they wait for the network, not for a core.
    private static final int UPLOADS = 16;

    private static final ObjectCopy COPY = new ObjectCopy(1 << 30);

    private final Bucket bucket;
    private final String prefix;
    private final BuildProgress progress;

    /// What publishing did.
    ///
    /// @param sent contents that were not there before
    /// @param present contents that were
    public record Published(int sent, int present) {}

    /// @param bucket where to
    /// @param prefix of the DVC remote in it: empty, or a path that ends in `/`
    /// @param progress told how many contents are there
    public PublishDataset(Bucket bucket, String prefix, BuildProgress progress) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.progress = progress;
    }

    /// Publishes a version.
    ///
    /// @param elsewhere objects that have some of the contents, by their digests: they are copied
    ///   within S3
    /// @throws CallerException when the bucket has versions of the dataset that this folder does
    ///   not know, or has lost a content that this folder has not
    /// @throws IOException when a file cannot be read
    public Published publish(
            DatasetFolder folder, DatasetManifest manifest, Map<Sha256, BucketObject> elsewhere)
            throws IOException {
        String bundleKey = DatasetKeys.repository(manifest.name());
        Path bundle = Files.createTempFile("roadloop", ".bundle");
        try {
            Optional<StoredObject> before = bucket.find(bundleKey);
            if (before.isPresent()) {
                refuseUnknown(folder, bundleKey, bundle);
            }
            byte[] json = Json.bytes(manifest);
            DvcFolder contents = DatasetFolder.contents(manifest, json);
            Set<String> addresses = new LinkedHashSet<>();
            contents.entries().forEach(entry -> addresses.add(entry.md5()));
            addresses.add(contents.address());
            Map<String, BucketObject> copies = new HashMap<>();
            for (DatasetSample sample : manifest.samples()) {
                if (elsewhere.containsKey(sample.sha256())) {
                    copies.put(sample.md5(), elsewhere.get(sample.sha256()));
                }
            }
            Published published = send(folder, addresses, copies);
            bucket.put(DatasetKeys.manifest(manifest.name(), manifest.version()), json, JSON);
            folder.repository().bundle(bundle);
            replace(bundleKey, Files.readAllBytes(bundle), before);
            return published;
        } finally {
            Files.deleteIfExists(bundle);
        }
    }

    private void refuseUnknown(DatasetFolder folder, String key, Path bundle) throws IOException {
        byte[] content =
                bucket.get(key, Integer.MAX_VALUE - 8)
                        .orElseThrow(() -> new TransientException(bucket.at(key) + " vanished"));
        OutputFile.write(bundle, content);
        Set<String> unknown = new HashSet<>(folder.repository().tagsOf(bundle));
        folder.repository().tags().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new CallerException(
                    "%s: expected only versions that this folder knows, found %s; somebody else published: clone the bundle and build there"
                            .formatted(
                                    bucket.at(key),
                                    unknown.stream()
                                            .sorted()
                                            .limit(10)
                                            .collect(Collectors.joining(", "))));
        }
    }

    private Published send(
            DatasetFolder folder, Set<String> addresses, Map<String, BucketObject> copies)
            throws IOException {
        String contents = prefix + "files/md5/";
        Set<String> present =
                bucket.list(contents).map(StoredObject::key).collect(Collectors.toSet());
        List<String> missing =
                addresses.stream()
                        .filter(md5 -> !present.contains(prefix + DatasetKeys.remotePath(md5)))
                        .toList();
        int there = addresses.size() - missing.size();
        AtomicInteger done = new AtomicInteger(there);
        try (ExecutorService workers = Executors.newFixedThreadPool(UPLOADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (String md5 : missing) {
                running.add(
                        workers.submit(() -> {
                            send(folder.cache(), md5, copies.get(md5));
                            progress.at(
                                    BuildProgress.Step.SEND,
                                    done.incrementAndGet(),
                                    addresses.size());
                            return null;
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IOException("a content could not be sent", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("sending contents was interrupted", e);
        }
        return new Published(missing.size(), there);
    }

    private void send(DvcCache cache, String md5, @Nullable BucketObject copied)
            throws IOException {
        String key = prefix + DatasetKeys.remotePath(md5);
        if (copied != null && COPY.copy(copied.bucket(), copied.object(), bucket, key, Map.of())) {
            return;
        }
        if (!Files.exists(cache.path(md5))) {
            throw new CallerException(
                    bucket.at(key)
                            + ": expected the content that an earlier version put there, found"
                            + " none; bring it back, or take its picture out of its batch");
        }
        bucket.put(key, cache.path(md5));
    }

    private void replace(String key, byte[] content, Optional<StoredObject> before) {
        String type = "application/x-git-bundle";
        boolean written =
                before.isPresent()
                        ? bucket.replace(key, content, type, before.get().etag())
                        : bucket.putIfAbsent(key, content, type);
        // A client that lost the answer asks again, and finds what it wrote itself.
        if (!written
                && bucket.get(key, Integer.MAX_VALUE - 8)
                        .filter(now -> Arrays.equals(now, content))
                        .isEmpty()) {
            throw new TransientException(
                    bucket.at(key)
                            + " was replaced while this version was published; publish it again");
        }
    }
}
