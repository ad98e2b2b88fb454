package dev.roadloop.freeze.batch;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.BucketObject;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.FreezeOutcome;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.freeze.BuildDataset;
import dev.roadloop.freeze.BuildOutcome;
import dev.roadloop.freeze.BuildProgress;
import dev.roadloop.freeze.BuildRequest;
import dev.roadloop.freeze.DatasetFolder;
import dev.roadloop.freeze.dvc.DvcRemote;
import dev.roadloop.freeze.labels.FaultCode;
import dev.roadloop.freeze.labels.Faults;
import dev.roadloop.freeze.picture.PictureFacts;
import dev.roadloop.freeze.split.LeakReport;
import dev.roadloop.freeze.split.LeakRules;
import dev.roadloop.freeze.split.SplitPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Adds a batch of labels to its dataset: fetches it and checks it against its manifest, reads it
/// with all batches that the dataset has, checks labels, splits, looks for leaks (into golden sets
/// too), publishes the version, and only then keeps the batch. What is wrong with a batch is an
/// outcome with a report; such a batch leaves nothing else behind. Doing it again gives the same
/// version.
public final class FreezeBatch {
    private static final String JSON = "application/json";

    private final Buckets buckets;
    private final Path scratch;
    private final Clock clock;
    private final int threads;
    private final BuildProgress progress;

    /// Where things lie.
    ///
    /// @param landing what is uploaded
    /// @param silver keyframes
    /// @param gold datasets and reports
    /// @param golden golden sets, which nobody can change
    public record Buckets(Bucket landing, Bucket silver, Bucket gold, Bucket golden) {}

    /// @param scratch an empty folder with room for the dataset's pictures twice
    /// @param threads how many pictures to read at the same time
    public FreezeBatch(
            Buckets buckets, Path scratch, Clock clock, int threads, BuildProgress progress) {
        this.buckets = buckets;
        this.scratch = scratch;
        this.clock = clock;
        this.threads = threads;
        this.progress = progress;
    }

    /// Freezes a batch.
    ///
    /// @param name the batch
    /// @param digest of its manifest: an upload that replaced it is another build
    /// @throws IOException when the scratch folder fails
    public FreezeOutcome freeze(DatasetName name, Sha256 digest) throws IOException {
        String build = DatasetKeys.build(name, digest);
        Faults faults = new Faults();
        Optional<LabelBatch> read = batch(name, digest, faults);
        if (read.isEmpty()) {
            return refused(build, null, faults);
        }
        LabelBatch batch = read.get();
        Path fetched = Files.createDirectories(scratch.resolve("batches").resolve(build));
        List<BatchFiles.Fetched> files =
                new BatchFiles(buckets.landing(), buckets.silver())
                        .fetch(batch, DatasetKeys.LABELS + name + "/", fetched, faults);
        return faults.isEmpty()
                ? built(build, batch, files, fetched)
                : refused(build, batch, faults);
    }

    private Optional<LabelBatch> batch(DatasetName name, Sha256 digest, Faults faults) {
        String key = DatasetKeys.batch(name);
        Optional<byte[]> content = buckets.landing().get(key, LabelBatch.MAX_BYTES);
        if (content.isEmpty()) {
            faults.add(FaultCode.FILE_MISSING, key, "expected the batch's manifest, found none");
            return Optional.empty();
        }
        Sha256 found = Sha256.of(content.get());
        if (!found.equals(digest)) {
            faults.add(
                    FaultCode.FILE_DIFFERENT,
                    key,
                    "expected the SHA-256 %s, found %s: it was replaced, which began another build"
                            .formatted(digest, found));
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(content.get(), LabelBatch.class, key));
        } catch (MalformedJsonException e) {
            faults.add(FaultCode.FILE_MALFORMED, key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private FreezeOutcome built(
            String build, LabelBatch batch, List<BatchFiles.Fetched> files, Path fetched)
            throws IOException {
        Bucket bucket = batch.golden() ? buckets.golden() : buckets.gold();
        KeptBatches kept = new KeptBatches(bucket, batch.dataset());
        PublishedDataset published = new PublishedDataset(bucket, batch.dataset());
        Path folder = Files.createDirectories(scratch.resolve("dataset"));
        Set<String> known = published.restore(folder);
        Map<Path, PictureFacts> stored = new HashMap<>();
        List<Path> sources = sources(kept, build, fetched, stored);
        BuildOutcome outcome =
                new BuildDataset(folder, clock, threads, progress)
                        .build(request(batch, bucket, sources, stored));
        return switch (outcome) {
            case BuildOutcome.Refused refused -> refused(build, batch, refused.faults());
            case BuildOutcome.Leaking leaking -> leaking(build, batch, leaking.leaks());
            case BuildOutcome.Frozen frozen -> {
                Map<Sha256, BucketObject> objects = new HashMap<>();
                files.forEach(file -> objects.put(file.sha256(), file.from()));
                published.publish(folder, frozen.manifest(), known, objects, progress);
                kept.keep(build, files, fetched, frozen, clock.instant());
                yield frozen(build, frozen.manifest());
            }
        };
    }

    /// The folders of all batches; what is known of pictures that are not fetched is added.
    private static List<Path> sources(
            KeptBatches kept, String build, Path fetched, Map<Path, PictureFacts> stored) {
        List<Path> sources = new ArrayList<>();
        boolean there = false;
        for (KeptBatches.Accepted accepted : kept.list()) {
            if (accepted.build().equals(build)) {
                there = true;
                sources.add(fetched);
            } else {
                Path folder = fetched.resolveSibling(accepted.build());
                stored.putAll(kept.fetch(accepted.build(), folder));
                sources.add(folder);
            }
        }
        if (!there) {
            sources.add(fetched);
        }
        return sources;
    }

    private BuildRequest request(
            LabelBatch batch, Bucket bucket, List<Path> sources, Map<Path, PictureFacts> stored)
            throws IOException {
        return new BuildRequest(
                batch.dataset(),
                batch.golden(),
                sources,
                null,
                SplitPlan.DEFAULT.withAssigned(batch.splits()),
                LeakRules.ALIKE_BITS,
                batch.golden()
                        ? List.of()
                        : PublishedDataset.newest(buckets.golden(), scratch.resolve("golden")),
                List.of(),
                stored,
                new DvcRemote("s3://" + bucket.name() + "/" + DatasetKeys.STORE, null));
    }

    private FreezeOutcome refused(String build, @Nullable LabelBatch batch, Faults faults) {
        return told(
                new FreezeOutcome(
                        build,
                        FreezeOutcome.Outcome.REFUSED,
                        "%d faults, the first: %s: %s"
                                .formatted(
                                        faults.total(),
                                        faults.listed().getFirst().where(),
                                        faults.listed().getFirst().message()),
                        faults.total(),
                        0,
                        report(build),
                        batch == null ? null : batch.dataset(),
                        batch != null && batch.golden(),
                        null,
                        null,
                        Map.of()),
                Map.of("counts", faults.counts(), "faults", faults.listed()));
    }

    private FreezeOutcome leaking(String build, LabelBatch batch, LeakReport leaks) {
        return told(
                new FreezeOutcome(
                        build,
                        FreezeOutcome.Outcome.LEAKING,
                        "%d pairs of samples leak, the first: %s and %s: %s"
                                .formatted(
                                        leaks.total(),
                                        leaks.pairs().getFirst().a(),
                                        leaks.pairs().getFirst().b(),
                                        leaks.pairs().getFirst().detail()),
                        0,
                        leaks.total(),
                        report(build),
                        batch.dataset(),
                        batch.golden(),
                        null,
                        null,
                        Map.of()),
                Map.of("counts", leaks.counts(), "pairs", leaks.pairs()));
    }

    private FreezeOutcome frozen(String build, DatasetManifest manifest) {
        Map<String, Integer> samples = new TreeMap<>();
        manifest.counts().forEach((split, count) -> samples.put(split.label(), count));
        return told(
                new FreezeOutcome(
                        build,
                        FreezeOutcome.Outcome.FROZEN,
                        null,
                        0,
                        0,
                        report(build),
                        manifest.name(),
                        manifest.golden(),
                        manifest.version(),
                        DatasetKeys.manifest(manifest.name(), manifest.version()),
                        samples),
                Map.of(
                        "dataset", manifest.name(),
                        "version", manifest.version(),
                        "tag", DatasetFolder.tag(manifest),
                        "samples", samples));
    }

    private static String report(String build) {
        return DatasetKeys.reports(build) + "freeze.json";
    }

    private FreezeOutcome told(FreezeOutcome outcome, Map<String, Object> report) {
        Map<String, Object> whole = new TreeMap<>(report);
        whole.put("verdict", outcome.verdict());
        buckets.gold().put(outcome.reportKey(), Json.bytes(whole), JSON);
        buckets.gold()
                .put(
                        DatasetKeys.reports(outcome.build()) + "freeze.outcome.json",
                        Json.bytes(outcome),
                        JSON);
        return outcome;
    }
}
