package dev.roadloop.freeze.batch;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.BucketObject;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.freeze.BuildProgress;
import dev.roadloop.freeze.DatasetFolder;
import dev.roadloop.freeze.PublishDataset;
import dev.roadloop.freeze.dvc.DvcFile;
import dev.roadloop.freeze.dvc.DvcRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A dataset as it is published: its Git repository is fetched before a version is built upon it,
/// and put back with that version. Two builds at once: the one that is later begins again.
final class PublishedDataset {
    /// Repositories hold small texts only.
    private static final int LARGEST_BUNDLE = 256 << 20;

    private static final int LARGEST_MANIFEST = 1 << 30;
    private static final String REMOTE = DatasetKeys.STORE + "/";

    private final Bucket bucket;
    private final DatasetName name;

    /// An entry of a folder's `.dir` object.
    private record Entry(String md5, String relpath) {}

    PublishedDataset(Bucket bucket, DatasetName name) {
        this.bucket = bucket;
        this.name = name;
    }

    /// Fetches the repository into a new folder, with the newest version's manifest where a build
    /// looks for it; nothing if there is no version yet.
    ///
    /// @return the versions that are there, by tag
    Set<String> restore(Path folder) throws IOException {
        Optional<byte[]> bundle = bucket.get(DatasetKeys.repository(name), LARGEST_BUNDLE);
        if (bundle.isEmpty()) {
            return Set.of();
        }
        Path file = Files.createTempFile("roadloop", ".bundle");
        try {
            OutputFile.write(file, bundle.get());
            try (DvcRepository repository = DvcRepository.cloned(file, folder)) {
                DvcFile pointer =
                        repository
                                .file(name + ".dvc", null)
                                .flatMap(DvcFile::read)
                                .orElseThrow(() ->
                                        new CallerException(
                                                bucket.at(DatasetKeys.repository(name))
                                                        + ": expected "
                                                        + name
                                                        + ".dvc, found none"));
                Path manifest = folder.resolve(name.value()).resolve("manifest.json");
                Files.createDirectories(manifest.resolveSibling("."));
                OutputFile.write(manifest, manifest(pointer));
                return new HashSet<>(repository.tags());
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private byte[] manifest(DvcFile pointer) {
        String folder = DatasetKeys.object(pointer.address());
        for (Entry entry : Json.read(content(folder), Entry[].class, bucket.at(folder))) {
            if (entry.relpath().equals("manifest.json")) {
                return content(DatasetKeys.object(entry.md5()));
            }
        }
        throw new CallerException(bucket.at(folder) + ": expected manifest.json, found none");
    }

    private byte[] content(String key) {
        return bucket.get(key, LARGEST_MANIFEST)
                .orElseThrow(() ->
                        new CallerException(
                                bucket.at(key)
                                        + ": expected what the repository names, found none"));
    }

    /// Publishes a version.
    ///
    /// @param known the versions that were there when its build began
    /// @param elsewhere objects that have some of its contents, by their digests
    /// @throws TransientException when another version was published since; build again
    void publish(
            Path folder,
            DatasetManifest manifest,
            Set<String> known,
            Map<Sha256, BucketObject> elsewhere,
            BuildProgress progress)
            throws IOException {
        try (DatasetFolder dataset = DatasetFolder.existing(folder)) {
            new PublishDataset(bucket, REMOTE, progress).publish(dataset, manifest, elsewhere);
        } catch (CallerException e) {
            if (versions().size() > known.size()) {
                throw new TransientException(
                        "dataset "
                                + name
                                + ": another version was published while this one was built; build"
                                + " again",
                        e);
            }
            throw e;
        }
    }

    private List<String> versions() {
        List<String> found = new ArrayList<>();
        try (Stream<StoredObject> objects = bucket.list(DatasetKeys.DATASETS + name + "/")) {
            objects.map(StoredObject::key)
                    .filter(key -> key.endsWith("/manifest.json"))
                    .forEach(found::add);
        }
        return found;
    }

    /// The newest version of each golden set in a bucket, by what its repository says.
    static List<DatasetManifest> newest(Bucket bucket, Path scratch) throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<StoredObject> objects = bucket.list(DatasetKeys.DATASETS)) {
            objects.map(StoredObject::key)
                    .filter(key -> key.endsWith("/repository.bundle"))
                    .forEach(key -> names.add(key.split("/", 3)[1]));
        }
        List<DatasetManifest> manifests = new ArrayList<>();
        for (String each : names.stream().sorted().toList()) {
            DatasetName dataset = new DatasetName(each);
            Path folder = Files.createDirectories(scratch.resolve(each));
            new PublishedDataset(bucket, dataset).restore(folder);
            manifests.add(
                    Json.read(
                            Files.readAllBytes(folder.resolve(each).resolve("manifest.json")),
                            DatasetManifest.class,
                            each));
        }
        return manifests;
    }
}
