package dev.roadloop.evaluate.job;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.evaluate.coco.GroundTruthWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The pictures that models are judged by: a golden set, or the samples of a dataset that are held
/// out for tests. They lie on the scratch disk, each checked against its digest; memory is that of
/// the manifest and of one picture for each thread.
final class JudgedSet {
    private static final int MOST_PICTURE = 256 << 20;

    private final Path folder;
    private final List<String> classes;
    private final List<String> areas;
    private final List<DatasetSample> samples;

    private JudgedSet(
            Path folder, List<String> classes, List<String> areas, List<DatasetSample> samples) {
        this.folder = folder;
        this.classes = List.copyOf(classes);
        this.areas = List.copyOf(areas);
        this.samples = List.copyOf(samples);
    }

    /// Fetches the pictures of a version.
    ///
    /// @param bucket with the DVC remote that has them
    /// @throws CallerException when a picture is missing or not what the manifest says, or there is
    ///   nothing to judge by
    static JudgedSet fetch(DatasetManifest manifest, Bucket bucket, Path folder, Workers workers) {
        List<DatasetSample> samples =
                manifest.samples().stream()
                        .filter(sample -> sample.split() == DatasetSplit.TEST)
                        .toList();
        if (samples.isEmpty()) {
            throw new CallerException(
                    "dataset %s %s: expected samples in the split test to judge by, found none"
                            .formatted(manifest.name(), manifest.version()));
        }
        JudgedSet set = new JudgedSet(folder, manifest.classes(), manifest.areas(), samples);
        workers.each(samples.size(), i -> set.fetch(samples.get(i), bucket));
        return set;
    }

    private boolean fetch(DatasetSample sample, Bucket bucket) throws IOException {
        String key = DatasetKeys.object(sample.md5());
        byte[] content =
                bucket.get(key, MOST_PICTURE)
                        .orElseThrow(() ->
                                new CallerException(
                                        "%s: %s does not exist"
                                                .formatted(sample.path(), bucket.at(key))));
        Sha256 found = Sha256.of(content);
        if (!found.equals(sample.sha256())) {
            throw new CallerException(
                    "%s: %s has the SHA-256 %s, the manifest says %s"
                            .formatted(sample.path(), bucket.at(key), found, sample.sha256()));
        }
        Path file = folder.resolve(sample.path());
        Files.createDirectories(file.getParent());
        OutputFile.write(file, content);
        return true;
    }

    Path folder() {
        return folder;
    }

    List<String> classes() {
        return classes;
    }

    /// The kinds of areas that are known in some of the pictures.
    List<String> areas() {
        return areas;
    }

    int size() {
        return samples.size();
    }

    DatasetSample sample(int i) {
        return samples.get(i);
    }

    /// The bytes of a picture's file.
    byte[] picture(int i) {
        Path file = folder.resolve(samples.get(i).path());
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new TransientException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Some of the pictures, as many as asked for at most, evenly from all of them.
    JudgedSet some(int most) {
        int count = Math.min(most, samples.size());
        List<DatasetSample> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(samples.get((int) ((long) i * samples.size() / count)));
        }
        return new JudgedSet(folder, classes, areas, some);
    }

    /// The slices, by name.
    Map<String, BitSet> slices() {
        Map<String, BitSet> slices = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            for (String slice : samples.get(i).slices()) {
                slices.computeIfAbsent(slice, name -> new BitSet()).set(i);
            }
        }
        return slices;
    }

    /// Writes what is there as COCO has it: image `i` has the id `i + 1`, so has class `i`.
    void writeTruth(Path file) throws IOException {
        GroundTruthWriter.write(
                file,
                classes,
                samples.stream()
                        .map(sample ->
                                new GroundTruthWriter.Image(
                                        sample.path(),
                                        sample.width(),
                                        sample.height(),
                                        sample.boxes()))
                        .toList());
    }
}
