package dev.roadloop.cli.platform;

import dev.roadloop.aws.FileUpload;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.freeze.ImportLabels;
import dev.roadloop.freeze.picture.PictureFacts;
import dev.roadloop.freeze.picture.PictureIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Uploads labels and their pictures to the landing bucket as one batch, its manifest last.
public final class LabelUploader {

    private static final int BUFFER = 1 << 17;

    private final S3Client s3;
    private final String bucket;
    private final Uploader.Progress progress;

    /// @param bucket the landing bucket
    public LabelUploader(S3Client s3, String bucket, Uploader.Progress progress) {
        this.s3 = s3;
        this.bucket = bucket;
        this.progress = progress;
    }

    /// What the batch is for.
    ///
    /// @param batch its name
    /// @param dataset what it adds to
    /// @param golden whether that is a golden set
    /// @param splits the split of a drive, where it must be a certain one
    public record Purpose(
            DatasetName batch,
            DatasetName dataset,
            boolean golden,
            Map<String, DatasetSplit> splits) {
        /// Copies the map.
        public Purpose {
            splits = Map.copyOf(splits);
        }
    }

    /// Uploads a batch.
    ///
    /// @param sources one folder, or files that lie beside each other
    /// @return the name of the execution that builds it into the dataset
    /// @throws NoSuchFileException if a source is not there; then nothing was uploaded
    public String upload(Purpose purpose, List<Path> sources) throws IOException {
        Map<String, Path> files = files(sources);
        List<PictureIndex> indexes = new ArrayList<>();
        for (Path source : sources) {
            indexes.add(PictureIndex.open(ImportLabels.index(source)));
        }
        List<LabelBatch.File> declared = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            declared.add(
                    new LabelBatch.File(
                            file.getKey(),
                            Files.size(file.getValue()),
                            digest(file.getValue(), indexes),
                            null));
        }
        byte[] manifest =
                Json.bytes(
                        new LabelBatch(
                                purpose.dataset(), purpose.golden(), purpose.splits(), declared));
        FileUpload sender = new FileUpload(s3, bucket, progress::sent);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            sender.send(
                    file.getValue(), DatasetKeys.LABELS + purpose.batch() + "/" + file.getKey());
        }
        s3.putObject(
                request ->
                        request.bucket(bucket)
                                .key(DatasetKeys.batch(purpose.batch()))
                                .contentType("application/json"),
                RequestBody.fromBytes(manifest));
        return DatasetKeys.build(purpose.batch(), Sha256.of(manifest));
    }

    /// The size of all files that would be uploaded.
    ///
    /// @throws NoSuchFileException if a source is not there
    public static long bytes(List<Path> sources) throws IOException {
        long bytes = 0;
        for (Path file : files(sources).values()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static Map<String, Path> files(List<Path> sources) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (Path source : sources) {
            if (!Files.exists(source)) {
                throw new NoSuchFileException(source.toString());
            }
            if (!Files.isDirectory(source)) {
                add(files, source.getFileName().toString(), source);
                continue;
            }
            try (Stream<Path> below = Files.walk(source)) {
                for (Path file : below.filter(Files::isRegularFile).toList()) {
                    String path = source.relativize(file).toString().replace('\\', '/');
                    if (!path.equals("manifest.json") && !path.equals(ImportLabels.INDEX)) {
                        add(files, path, file);
                    }
                }
            }
        }
        return files;
    }

    private static void add(Map<String, Path> files, String path, Path file) {
        Path other = files.put(path, file);
        if (other != null) {
            throw new IllegalArgumentException(
                    "%s and %s would both be %s in the batch; upload them as two batches"
                            .formatted(other, file, path));
        }
    }

    /// What import knows of a picture that is as it was needs no reading. The platform checks it.
    private Sha256 digest(Path file, List<PictureIndex> indexes) throws IOException {
        for (PictureIndex index : indexes) {
            Optional<PictureFacts> known = index.find(file);
            if (known.isPresent()) {
                return known.get().sha256();
            }
        }
        MessageDigest digest = Sha256.newDigest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                progress.digested(n);
            }
        }
        return Sha256.ofDigest(digest.digest());
    }
}
