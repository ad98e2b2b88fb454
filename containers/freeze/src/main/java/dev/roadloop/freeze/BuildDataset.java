package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.LockFile;
import dev.roadloop.freeze.picture.KnownPictures;
import dev.roadloop.freeze.picture.PictureFacts;
import dev.roadloop.freeze.picture.PictureIndex;
import dev.roadloop.freeze.split.LeakCheck;
import dev.roadloop.freeze.split.LeakReport;
import dev.roadloop.freeze.split.LeakRules;
import dev.roadloop.freeze.split.SplitPlan;
import dev.roadloop.freeze.split.SplitSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Builds a version of a dataset: reads labels and pictures, checks them, splits them, looks for
/// leaks, and freezes what is left in a [DatasetFolder]. The same sources and plan give the same
/// version; what did not change since the version before is not read again, and keeps its split.
public final class BuildDataset {
    private final Path out;
    private final Clock clock;
    private final int threads;
    private final BuildProgress progress;

    /// @param out the dataset's folder; made if absent
    /// @param clock says when versions are made
    /// @param threads how many pictures to read at the same time
    /// @param progress told what is done, from any thread
    public BuildDataset(Path out, Clock clock, int threads, BuildProgress progress) {
        this.out = out;
        this.clock = clock;
        this.threads = threads;
        this.progress = progress;
    }

    /// Builds a version. Where there is no version yet and none comes of it, the folder is left as
    /// it was found: absent, or empty.
    ///
    /// @throws CallerException when the sources or the folder are of no use at all
    /// @throws TransientException when another build is at work in the folder
    /// @throws IOException when a file cannot be read or written
    public BuildOutcome build(BuildRequest request) throws IOException {
        boolean there = Files.exists(out);
        Path file = DatasetFolder.prepare(out, request.name());
        try (LockFile lock =
                LockFile.take(
                        file,
                        out + ": another build is at work here; build again when it is done")) {
            return alone(request, there);
        }
    }

    private BuildOutcome alone(BuildRequest request, boolean there) throws IOException {
        boolean first = DatasetFolder.names(out).isEmpty();
        boolean frozen = false;
        DatasetFolder folder = DatasetFolder.open(out, request.name());
        try {
            BuildOutcome outcome = built(request, folder);
            frozen = outcome instanceof BuildOutcome.Frozen;
            return outcome;
        } finally {
            folder.close();
            if (first && !frozen) {
                remove(request.name(), there);
            }
        }
    }

    private BuildOutcome built(BuildRequest request, DatasetFolder folder) throws IOException {
        Path scratch = folder.scratch();
        clear(scratch);
        try {
            return build(request, folder, scratch);
        } finally {
            clear(scratch);
        }
    }

    /// Removes what a first version has begun with. The folder was empty then.
    private void remove(DatasetName name, boolean there) throws IOException {
        for (String made : DatasetFolder.parts(name)) {
            clear(out.resolve(made));
        }
        if (!there) {
            Files.deleteIfExists(out);
        }
    }

    private BuildOutcome build(BuildRequest request, DatasetFolder folder, Path scratch)
            throws IOException {
        Optional<DatasetManifest> newest = folder.newest();
        if (newest.isPresent() && newest.get().golden() != request.golden()) {
            throw new CallerException(
                    "%s: dataset %s %s, or pictures that judge models would be trained on; build in another folder"
                            .formatted(
                                    out,
                                    request.name(),
                                    request.golden()
                                            ? "is no golden set and cannot become one"
                                            : "is a golden set and stays one"));
        }
        List<DatasetSample> before = newest.map(DatasetManifest::samples).orElse(List.of());
        PictureIndex index = PictureIndex.open(folder.index());
        for (Path other : request.indexes()) {
            index.learn(other);
        }
        LabelledSamples read =
                LabelledSamples.read(
                        request.sources(),
                        request.ontology(),
                        scratch,
                        index,
                        KnownPictures.of(before).withStored(stored(request, folder, index)),
                        threads,
                        progress);
        if (!read.faults().isEmpty()) {
            return new BuildOutcome.Refused(read.faults());
        }
        List<DatasetSample> samples = read.samples();
        SplitSamples.Split split =
                new SplitSamples(request.golden() ? allTest(samples) : request.plan())
                        .split(samples, request.golden() ? List.of() : before);
        Map<String, List<DatasetSample>> golden = new HashMap<>();
        request.goldenSets().forEach(set -> golden.put(set.name().value(), set.samples()));
        LeakReport leaks =
                LeakCheck.find(
                        split.samples(),
                        golden,
                        LeakRules.of(request.plan()).withAlikeBits(request.alikeBits()));
        if (!leaks.isClean()) {
            return new BuildOutcome.Leaking(leaks);
        }
        DatasetManifest manifest =
                DatasetManifest.of(
                        request.name(),
                        request.golden(),
                        read.classes(),
                        read.areas(),
                        split.samples());
        DatasetFolder.Written written =
                folder.write(
                        manifest,
                        read.files(),
                        request.remote(),
                        clock.instant(),
                        threads,
                        progress);
        return new BuildOutcome.Frozen(
                manifest,
                DatasetFolder.tag(manifest),
                written.fresh(),
                read.read(),
                read.decoded(),
                written.stored(),
                read.frames(),
                split.leftOut());
    }

    /// What is neither read nor unpacked again: what the request says, and the frames of recordings
    /// that have not changed since the dataset's cache got all of them.
    private static Map<Path, PictureFacts> stored(
            BuildRequest request, DatasetFolder folder, PictureIndex index) throws IOException {
        Map<Path, PictureFacts> frames = index.frames();
        Set<Path> gone = new HashSet<>();
        frames.forEach((frame, facts) -> {
            if (!folder.cache().has(facts.md5())) {
                gone.add(frame.getParent());
            }
        });
        frames.keySet().removeIf(frame -> gone.contains(frame.getParent()));
        frames.putAll(request.stored());
        return frames;
    }

    private static SplitPlan allTest(List<DatasetSample> samples) {
        Map<String, DatasetSplit> test = new HashMap<>();
        samples.forEach(sample -> test.put(sample.drive(), DatasetSplit.TEST));
        return SplitPlan.DEFAULT.withAssigned(test);
    }

    private static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
