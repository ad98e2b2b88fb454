package dev.roadloop.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `manifest.json`: a version of a dataset, whole and unchangeable. The version is the digest of
/// all that the manifest says, and the manifest holds the digest of every picture: who knows a
/// version knows every byte of it.
///
/// Memory: about 300 bytes a sample and 60 a box; two bytes a run of an area, of which a street has
/// about three in every column of pixels.
///
/// @param name the dataset
/// @param version [#digest] of the rest; two manifests that say the same have the same version
/// @param golden whether it is a golden set, which is there to judge models: nothing may be trained
///   on it
/// @param classes the names of the classes; boxes refer to them by position
/// @param areas the names of the kinds of areas, such as `drivable area`; samples refer to them by
///   position; absent where there are none
/// @param samples the pictures, sorted by the code points of their paths
public record DatasetManifest(
        DatasetName name,
        Sha256 version,
        boolean golden,
        List<String> classes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> areas,
        List<DatasetSample> samples) {
    /// @throws IllegalArgumentException when a field is missing, samples are not sorted by path, a
    ///   box has a class or an area a kind that is not there, or a golden set has samples to train
    ///   on
    public DatasetManifest {
        Required.present(name, "name");
        Required.present(version, "version");
        Required.present(classes, "classes");
        Required.present(samples, "samples");
        classes = List.copyOf(classes);
        areas = areas == null ? List.of() : List.copyOf(areas);
        samples = List.copyOf(samples);
        if (new HashSet<>(classes).size() != classes.size()) {
            throw new IllegalArgumentException(
                    "dataset " + name + ": expected every class once, found " + classes);
        }
        if (new HashSet<>(areas).size() != areas.size()) {
            throw new IllegalArgumentException(
                    "dataset " + name + ": expected every area once, found " + areas);
        }
        DatasetSample before = null;
        for (DatasetSample sample : samples) {
            if (before != null && DatasetPaths.compare(before.path(), sample.path()) >= 0) {
                throw new IllegalArgumentException(
                        "dataset %s: expected paths in ascending order, found %s before %s"
                                .formatted(name, before.path(), sample.path()));
            }
            before = sample;
            check(name, golden, classes, areas, sample);
        }
    }

    /// A manifest without areas, with its version.
    public static DatasetManifest of(
            DatasetName name, boolean golden, List<String> classes, List<DatasetSample> samples) {
        return of(name, golden, classes, List.of(), samples);
    }

    /// A manifest with its version.
    public static DatasetManifest of(
            DatasetName name,
            boolean golden,
            List<String> classes,
            List<String> areas,
            List<DatasetSample> samples) {
        Content content = new Content(name, golden, classes, areas, samples);
        return new DatasetManifest(name, digest(content), golden, classes, areas, samples);
    }

    /// The SHA-256 of this manifest as compact JSON without the field `version`: what the version
    /// must be.
    public Sha256 digest() {
        return digest(new Content(name, golden, classes, areas, samples));
    }

    /// How many samples each split has, in the order of the splits; splits without any are absent.
    public Map<DatasetSplit, Integer> counts() {
        Map<DatasetSplit, Integer> counts = new TreeMap<>();
        samples.forEach(sample -> counts.merge(sample.split(), 1, Integer::sum));
        return counts;
    }

    private static void check(
            DatasetName name,
            boolean golden,
            List<String> classes,
            List<String> areas,
            DatasetSample sample) {
        if (!sample.areas().isEmpty() && sample.areas().getLast().areaIndex() >= areas.size()) {
            throw new IllegalArgumentException(
                    "dataset %s: %s: expected one of %d areas, found %d"
                            .formatted(
                                    name,
                                    sample.path(),
                                    areas.size(),
                                    sample.areas().getLast().areaIndex()));
        }
        for (LabelledBox box : sample.boxes()) {
            if (box.classIndex() >= classes.size()) {
                throw new IllegalArgumentException(
                        "dataset %s: %s: expected a class of 0 to %d, found %d"
                                .formatted(
                                        name, sample.path(), classes.size() - 1, box.classIndex()));
            }
        }
        if (golden && sample.split() != DatasetSplit.TEST) {
            throw new IllegalArgumentException(
                    "golden set %s: %s: expected the split test, found %s; nothing may be trained on a golden set"
                            .formatted(name, sample.path(), sample.split().label()));
        }
    }

    private static Sha256 digest(Content content) {
        MessageDigest digest = Sha256.newDigest();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Json.jackson().writeValue(out, content);
        } catch (IOException e) {
            throw new UncheckedIOException("a stream that goes nowhere failed", e);
        }
        return Sha256.ofDigest(digest.digest());
    }

    /// All but the version.
    private record Content(
            DatasetName name,
            boolean golden,
            List<String> classes,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> areas,
            List<DatasetSample> samples) {}
}
