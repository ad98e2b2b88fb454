package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import dev.roadloop.freeze.dvc.DvcFile;
import dev.roadloop.freeze.picture.PictureScan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Proves that a version is what it says it is: the manifest's digest is its version, every picture
/// has its digests, in DVC's cache and where it is checked out, and Git and DVC point at these very
/// bytes. Everything is read again.
public final class VerifyDataset {
    private static final int BUFFER = 128 << 10;

    private VerifyDataset() {}

    /// Verifies a version.
    ///
    /// @param manifest as it was read
    /// @return what is wrong, in the order of the samples; empty if nothing is
    /// @throws IOException when a file cannot be read
    public static List<String> verify(DatasetFolder folder, DatasetManifest manifest, int threads)
            throws IOException {
        List<String> wrong = new ArrayList<>();
        if (!manifest.digest().equals(manifest.version())) {
            wrong.add(
                    "manifest.json: expected the version to be the digest of the rest, %s; found %s"
                            .formatted(manifest.digest(), manifest.version()));
        }
        pointers(folder, manifest, wrong);
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<Optional<String>>> running = new ArrayList<>();
            boolean checkedOut = isCheckedOut(folder, manifest);
            for (DatasetSample sample : manifest.samples()) {
                Path kept = folder.picture(sample);
                Path copy = folder.checkedOut(sample);
                running.add(workers.submit(() -> picture(kept, sample)));
                if (checkedOut && !isSame(kept, copy)) {
                    running.add(workers.submit(() -> picture(copy, sample)));
                }
            }
            for (Future<Optional<String>> one : running) {
                one.get().ifPresent(wrong::add);
            }
        } catch (ExecutionException e) {
            throw new IOException("a picture could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("verifying was interrupted", e);
        }
        return wrong;
    }

    private static boolean isCheckedOut(DatasetFolder folder, DatasetManifest manifest)
            throws IOException {
        return folder.newest().filter(manifest::equals).isPresent();
    }

    /// Links to the same bytes are read once; a copy of the folder has none.
    private static boolean isSame(Path kept, Path copy) throws IOException {
        return Files.exists(kept) && Files.exists(copy) && Files.isSameFile(kept, copy);
    }

    private static void pointers(DatasetFolder folder, DatasetManifest manifest, List<String> wrong)
            throws IOException {
        String tag = DatasetFolder.tag(manifest);
        String file = manifest.name() + ".dvc";
        if (!folder.repository().has(tag)) {
            wrong.add("Git: expected the tag " + tag + ", found none");
            return;
        }
        String address = DatasetFolder.contents(manifest, Json.bytes(manifest)).address();
        String found =
                folder.repository()
                        .file(file, tag)
                        .flatMap(DvcFile::read)
                        .map(DvcFile::address)
                        .orElse("none");
        if (!found.equals(address)) {
            wrong.add(
                    "%s at tag %s: expected the folder %s, found %s"
                            .formatted(file, tag, address, found));
        }
    }

    private static Optional<String> picture(Path file, DatasetSample sample) throws IOException {
        if (!Files.exists(file)) {
            return Optional.of(sample.path() + ": expected a picture, found none");
        }
        MessageDigest sha256 = Sha256.newDigest();
        MessageDigest md5 = PictureScan.md5();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                md5.update(buffer, 0, n);
            }
        }
        Sha256 found = Sha256.ofDigest(sha256.digest());
        boolean same =
                found.equals(sample.sha256())
                        && HexFormat.of().formatHex(md5.digest()).equals(sample.md5());
        return same
                ? Optional.empty()
                : Optional.of(
                        "%s: expected the SHA-256 %s, found %s"
                                .formatted(sample.path(), sample.sha256(), found));
    }
}
