package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.dvc.DvcCache;
import dev.roadloop.freeze.dvc.DvcFile;
import dev.roadloop.freeze.dvc.DvcFolder;
import dev.roadloop.freeze.dvc.DvcRemote;
import dev.roadloop.freeze.dvc.DvcRepository;
import dev.roadloop.freeze.export.PictureSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A dataset on disk: a Git and DVC repository with a tag per version.
///
/// | path | what |
/// | --- | --- |
/// | `<name>/manifest.json` | the [DatasetManifest] of the newest version |
/// | `<name>/images/…` | its pictures, read-only hard links where the file system allows it |
/// | `<name>.dvc` | what Git keeps in that folder's place |
/// | `README.md` | the datasheet |
/// | `.dvc/cache/files/md5/…` | the contents of all versions, each once |
/// | `.dvc/config` | where clients fetch contents from |
public final class DatasetFolder implements Closeable {
    private static final int TAG_DIGITS = 16;

    /// The manifest's name in its folder.
    static final String MANIFEST = "manifest.json";

    private final Path root;
    private final DatasetName name;
    private final DvcRepository repository;
    private final DvcCache cache;

    /// What writing did.
    ///
    /// @param fresh false if this very version was there before
    /// @param stored contents that were not in the cache before
    record Written(boolean fresh, int stored) {}

    private DatasetFolder(Path root, DatasetName name, DvcRepository repository) {
        this.root = root;
        this.name = name;
        this.repository = repository;
        this.cache = new DvcCache(root.resolve(".dvc/cache"));
    }

    /// Opens the folder of a dataset, or makes one.
    ///
    /// @throws CallerException when the folder has something else in it
    /// @throws IOException when it cannot be read or written
    public static DatasetFolder open(Path root, DatasetName name) throws IOException {
        prepare(root, name);
        return new DatasetFolder(root, name, DvcRepository.open(root));
    }

    /// Makes the folder of a dataset, if there is none, without what is in it.
    ///
    /// @return a file that who writes there holds locked
    /// @throws CallerException when the folder has something else in it
    /// @throws IOException when it cannot be read or written
    static Path prepare(Path root, DatasetName name) throws IOException {
        Files.createDirectories(root);
        Path dvc = root.resolve(".dvc");
        if (!Files.isDirectory(dvc)) {
            try (Stream<Path> files = Files.list(root)) {
                Optional<Path> other = files.findFirst();
                if (other.isPresent()) {
                    throw new CallerException(
                            "%s: expected an empty folder or one that was written for a dataset before, found %s"
                                    .formatted(root, other.get().getFileName()));
                }
            }
        }
        List<String> others =
                names(root).stream().filter(other -> !other.equals(name.value())).toList();
        if (!others.isEmpty()) {
            throw new CallerException(
                    "%s: expected the dataset %s, found %s; a folder is for one dataset"
                            .formatted(root, name, others));
        }
        return Files.createDirectories(dvc.resolve("tmp")).resolve("roadloop-build.lock");
    }

    /// Opens the folder of a dataset that is there.
    ///
    /// @throws CallerException when there is none
    /// @throws IOException when it cannot be read
    public static DatasetFolder existing(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString());
        }
        List<String> names = names(root);
        if (names.size() != 1 || !Files.isDirectory(root.resolve(".git"))) {
            throw new CallerException(
                    "%s: expected a dataset that 'dataset build' wrote, found %s"
                            .formatted(root, names.isEmpty() ? "none" : names));
        }
        return open(root, new DatasetName(names.getFirst()));
    }

    /// The names of the datasets in a folder.
    static List<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".dvc") && file.length() > 4)
                    .map(file -> file.substring(0, file.length() - 4))
                    .sorted()
                    .toList();
        }
    }

    /// All that stands in a dataset's folder, by name.
    static List<String> parts(DatasetName name) {
        return List.of(".git", ".gitignore", ".dvc", name.value(), name + ".dvc", "README.md");
    }

    /// A version's tag: the first digits of its digest.
    public static String tag(DatasetManifest manifest) {
        return manifest.version().prefix(TAG_DIGITS);
    }

    /// The Git repository.
    public DvcRepository repository() {
        return repository;
    }

    /// The contents of all versions.
    public DvcCache cache() {
        return cache;
    }

    /// Where it is remembered what pictures said.
    Path index() {
        return root.resolve(".dvc/tmp/roadloop-pictures-2.jsonl");
    }

    /// A folder for what is needed while a version is built.
    Path scratch() {
        return root.resolve(".dvc/tmp/roadloop-scratch");
    }

    /// The version that is checked out; empty if there is none yet.
    public Optional<DatasetManifest> newest() throws IOException {
        Path file = root.resolve(name.value()).resolve(MANIFEST);
        return Files.exists(file)
                ? Optional.of(
                        Json.read(Files.readAllBytes(file), DatasetManifest.class, file.toString()))
                : Optional.empty();
    }

    /// A version by its tag.
    ///
    /// @throws CallerException when there is no such version, or its manifest is not in the cache
    public DatasetManifest version(String tag) throws IOException {
        String text =
                repository
                        .file(name + ".dvc", tag)
                        .orElseThrow(() ->
                                new CallerException(
                                        root + ": version " + tag + " has no " + name + ".dvc"));
        DvcFile file =
                DvcFile.read(text)
                        .orElseThrow(() ->
                                new CallerException(
                                        root
                                                + ": "
                                                + name
                                                + ".dvc of version "
                                                + tag
                                                + " is damaged"));
        Path folder = cache.path(file.address());
        if (!Files.exists(folder)) {
            throw new CallerException(
                    folder + ": expected version " + tag + ", found nothing; run dvc pull");
        }
        for (FolderEntry entry :
                Json.read(Files.readAllBytes(folder), FolderEntry[].class, folder.toString())) {
            if (entry.relpath().equals(MANIFEST)) {
                Path manifest = cache.path(entry.md5());
                return Json.read(
                        Files.readAllBytes(manifest), DatasetManifest.class, manifest.toString());
            }
        }
        throw new CallerException(folder + ": version " + tag + " has no " + MANIFEST);
    }

    /// An entry of a `.dir` object.
    private record FolderEntry(String md5, String relpath) {}

    /// Where the picture of a sample lies.
    public Path picture(DatasetSample sample) {
        Path cached = cache.path(sample.md5());
        return Files.exists(cached) ? cached : checkedOut(sample);
    }

    /// Where the picture of a sample lies for those who know nothing of DVC, such as a training.
    Path checkedOut(DatasetSample sample) {
        return root.resolve(name.value()).resolve(sample.path());
    }

    /// The pictures, for an export.
    public PictureSource pictures() {
        return new PictureSource() {
            @Override
            public Path file(DatasetSample sample) {
                return picture(sample);
            }

            @Override
            public void put(DatasetSample sample, Path to) throws IOException {
                if (Files.exists(cache.path(sample.md5()))) {
                    cache.checkOut(sample.md5(), to);
                } else {
                    Files.createDirectories(to.toAbsolutePath().getParent());
                    Files.copy(picture(sample), to);
                }
            }
        };
    }

    /// All files of a version: pictures and manifest.
    public static DvcFolder contents(DatasetManifest manifest, byte[] manifestBytes) {
        List<DvcFolder.Entry> entries = new ArrayList<>();
        entries.add(new DvcFolder.Entry(MANIFEST, Md5.of(manifestBytes), manifestBytes.length));
        for (DatasetSample sample : manifest.samples()) {
            entries.add(new DvcFolder.Entry(sample.path(), sample.md5(), sample.bytes()));
        }
        return new DvcFolder(entries);
    }

    /// Writes a version, commits and tags it.
    ///
    /// @param files where the pictures lie, by the samples' paths; the cache or the remote has the
    ///   others
    Written write(
            DatasetManifest manifest,
            Map<String, Path> files,
            @Nullable DvcRemote remote,
            Instant now,
            int threads,
            BuildProgress progress)
            throws IOException {
        return new VersionWriter(root, repository, cache, threads, progress)
                .write(manifest, files, remote, now);
    }

    @Override
    public void close() {
        repository.close();
    }
}
