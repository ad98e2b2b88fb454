package dev.roadloop.embedded.sagemaker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A folder here and the same in S3. What is removed here stays there. One thread at a time.
final class S3Folder {

    private final S3Client s3;
    private final S3Uri uri;
    private final Path folder;
    private final Map<Path, String> seen = new HashMap<>();
    private final Map<Path, String> sent = new HashMap<>();

    S3Folder(S3Client s3, S3Uri uri, Path folder) {
        this.s3 = s3;
        this.uri = uri;
        this.folder = folder;
    }

    /// Fetches what is there.
    ///
    /// @return how many files
    int fetch() throws IOException {
        Files.createDirectories(folder);
        int files = 0;
        for (S3Object object :
                s3.listObjectsV2Paginator(
                                ListObjectsV2Request.builder()
                                        .bucket(uri.bucket())
                                        .prefix(uri.prefix())
                                        .build())
                        .contents()) {
            Path file = folder.resolve(object.key().substring(uri.prefix().length())).normalize();
            if (object.key().endsWith("/")) {
                continue;
            }
            if (!file.startsWith(folder)) {
                throw new IOException(
                        "s3://" + uri.bucket() + "/" + object.key() + " leads out of " + folder);
            }
            Files.createDirectories(file.getParent());
            s3.getObject(request -> request.bucket(uri.bucket()).key(object.key()), file);
            sent.put(file, state(file));
            files++;
        }
        return files;
    }

    /// Sends what has changed since it was sent.
    ///
    /// @param all also what has changed since the last look, and so may be half written
    void send(boolean all) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String now = state(file);
                boolean rests = now.equals(seen.put(file, now));
                if (!now.isEmpty() && (all || rests) && !now.equals(sent.get(file))) {
                    put(file);
                    sent.put(file, now);
                }
            }
        }
    }

    private void put(Path file) throws IOException {
        try {
            s3.putObject(
                    request ->
                            request.bucket(uri.bucket())
                                    .key(uri.prefix() + folder.relativize(file)),
                    RequestBody.fromFile(file));
        } catch (RuntimeException e) {
            // The program removes checkpoints that newer ones replace.
            if (Files.exists(file)) {
                throw e;
            }
        }
    }

    /// Empty if it is gone.
    private static String state(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
