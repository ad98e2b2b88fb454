package dev.roadloop.train.cloud;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A version of a dataset, fetched from the bucket that it was published to.
public final class BucketDataset {
    private static final int AT_ONCE = 16;
    private static final int LARGEST_MANIFEST = 1 << 30;

    private final Bucket gold;
    private final @Nullable Bucket golden;

    /// Versions that are no golden sets.
    ///
    /// @param gold where they are published
    public BucketDataset(Bucket gold) {
        this(gold, null);
    }

    /// @param golden golden sets, of which only manifests are read
    BucketDataset(Bucket gold, @Nullable Bucket golden) {
        this.gold = gold;
        this.golden = golden;
    }

    /// Fetches manifest and pictures into a folder. Of a golden set the manifest only, by which the
    /// job refuses it; of a version that is nowhere, nothing. A picture that is not there is left
    /// out: the job says which.
    ///
    /// @throws IOException when the folder fails
    public void fetch(TrainingRequest request, Path to) throws IOException {
        Files.createDirectories(to);
        String key = DatasetKeys.manifest(request.dataset(), request.version());
        Optional<byte[]> published = gold.get(key, LARGEST_MANIFEST);
        Optional<byte[]> found =
                published.isPresent() || golden == null
                        ? published
                        : golden.get(key, LARGEST_MANIFEST);
        if (found.isEmpty()) {
            return;
        }
        OutputFile.write(to.resolve("manifest.json"), found.get());
        if (published.isPresent()) {
            pictures(Json.read(found.get(), DatasetManifest.class, gold.at(key)), to);
        }
    }

    private void pictures(DatasetManifest manifest, Path to) throws IOException {
        List<Callable<Boolean>> transfers = new ArrayList<>();
        for (DatasetSample sample : manifest.samples()) {
            transfers.add(() -> {
                Path file = to.resolve(sample.path());
                Files.createDirectories(file.toAbsolutePath().getParent());
                Optional<InputStream> content = gold.stream(DatasetKeys.object(sample.md5()), null);
                if (content.isPresent()) {
                    try (InputStream in = content.get()) {
                        Files.copy(in, file);
                    }
                }
                return content.isPresent();
            });
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Boolean> one : workers.invokeAll(transfers)) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RoadloopException known) {
                throw known;
            }
            throw new IOException("a picture could not be fetched: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("fetching pictures was interrupted", e);
        }
    }
}
