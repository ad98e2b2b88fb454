package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.freeze.DatasetFolder.Written;
import dev.roadloop.freeze.dvc.DvcCache;
import dev.roadloop.freeze.dvc.DvcFile;
import dev.roadloop.freeze.dvc.DvcFolder;
import dev.roadloop.freeze.dvc.DvcRemote;
import dev.roadloop.freeze.dvc.DvcRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes versions into a [DatasetFolder]: contents into the cache, then what is checked out, then
/// the commit and its tag. A build that is killed leaves contents without a version, which the next
/// one finds.
final class VersionWriter {
    private final Path root;
    private final DvcRepository repository;
    private final DvcCache cache;
    private final int threads;
    private final BuildProgress progress;

    VersionWriter(
            Path root,
            DvcRepository repository,
            DvcCache cache,
            int threads,
            BuildProgress progress) {
        this.root = root;
        this.repository = repository;
        this.cache = cache;
        this.threads = threads;
        this.progress = progress;
    }

    /// Writes a version, commits and tags it.
    ///
    /// @param files where the pictures lie, by the samples' paths; the cache or the remote has the
    ///   others
    Written write(
            DatasetManifest manifest,
            Map<String, Path> files,
            @Nullable DvcRemote remote,
            Instant now)
            throws IOException {
        DatasetName name = manifest.name();
        String tag = DatasetFolder.tag(manifest);
        byte[] json = Json.bytes(manifest);
        DvcFolder folder = DatasetFolder.contents(manifest, json);
        boolean fresh = !repository.has(tag);
        int stored = store(manifest, files, remote);
        stored += cache.keep(Md5.of(json), json) ? 1 : 0;
        stored += cache.keep(folder.address(), folder.object()) ? 1 : 0;
        Path checkedOut = root.resolve(name.value());
        cache.checkOut(Md5.of(json), checkedOut.resolve(DatasetFolder.MANIFEST));
        removeOthers(checkedOut, manifest);
        write(".gitignore", "/" + name + "\n");
        write(".dvc/.gitignore", "/config.local\n/tmp\n/cache\n");
        write(".dvc/config", DvcConfig.text(remote));
        write(name + ".dvc", DvcFile.of(folder, name.value()).text());
        write("README.md", Datasheet.of(manifest));
        repository.commit(
                List.of(".gitignore", ".dvc", name + ".dvc", "README.md"),
                fresh ? tag : null,
                "Freeze %s %s%n%n%d samples, version %s"
                        .formatted(name, tag, manifest.samples().size(), manifest.version()),
                now);
        return new Written(fresh, stored);
    }

    private int store(DatasetManifest manifest, Map<String, Path> files, @Nullable DvcRemote remote)
            throws IOException {
        Path checkedOut = root.resolve(manifest.name().value());
        AtomicInteger done = new AtomicInteger();
        AtomicInteger stored = new AtomicInteger();
        int all = manifest.samples().size();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (DatasetSample sample : manifest.samples()) {
                Path file = files.get(sample.path());
                if (file == null && !cache.has(sample.md5())) {
                    if (remote == null) {
                        throw new IllegalStateException(sample.path() + ": where is its file?");
                    }
                    done.incrementAndGet();
                    continue;
                }
                running.add(
                        workers.submit(() -> {
                            if (file != null && cache.keep(sample.md5(), file)) {
                                stored.incrementAndGet();
                            }
                            cache.checkOut(sample.md5(), checkedOut.resolve(sample.path()));
                            progress.at(BuildProgress.Step.STORE, done.incrementAndGet(), all);
                            return null;
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(root + ": a picture could not be stored", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(root + ": storing pictures was interrupted", e);
        }
        return stored.get();
    }

    /// Removes what an earlier version had and this one has not; the cache keeps it.
    private static void removeOthers(Path folder, DatasetManifest manifest) throws IOException {
        Set<Path> wanted = new HashSet<>();
        wanted.add(folder.resolve(DatasetFolder.MANIFEST));
        manifest.samples().forEach(sample -> wanted.add(folder.resolve(sample.path())));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isDirectory(file)) {
                    deleteIfEmpty(file);
                } else if (!wanted.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.toAbsolutePath().getParent());
        OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
