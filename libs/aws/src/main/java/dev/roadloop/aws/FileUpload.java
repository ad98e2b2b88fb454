package dev.roadloop.aws;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Writes a file as an object: up to 16 MiB in one call, more in parts of that size, or larger
/// where S3's 10,000 parts would not do. Memory: one part.
final class FileUpload {

    private static final int PART_BYTES = 16 << 20;
    private static final int MAX_PARTS = 10_000;

    private FileUpload() {}

    static void put(Bucket bucket, String key, Path file) throws IOException {
        long size = Files.size(file);
        try {
            if (size <= PART_BYTES) {
                bucket.client()
                        .putObject(
                                request -> request.bucket(bucket.name()).key(key),
                                RequestBody.fromFile(file));
            } else {
                putParts(bucket, key, file, size);
            }
        } catch (SdkException e) {
            throw AwsFailures.translated("writing " + bucket.at(key), e);
        }
    }

    private static void putParts(Bucket bucket, String key, Path file, long size)
            throws IOException {
        S3Client s3 = bucket.client();
        String upload =
                s3.createMultipartUpload(request -> request.bucket(bucket.name()).key(key))
                        .uploadId();
        boolean completed = false;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            List<CompletedPart> parts = new ArrayList<>();
            int partBytes = (int) Math.max(PART_BYTES, Math.ceilDiv(size, MAX_PARTS));
            for (long offset = 0; offset < size; offset += partBytes) {
                byte[] content = new byte[(int) Math.min(partBytes, size - offset)];
                in.readFully(content);
                int number = parts.size() + 1;
                String etag =
                        s3.uploadPart(
                                        request ->
                                                request.bucket(bucket.name())
                                                        .key(key)
                                                        .uploadId(upload)
                                                        .partNumber(number),
                                        RequestBody.fromBytes(content))
                                .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
            s3.completeMultipartUpload(request ->
                    request.bucket(bucket.name())
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(whole -> whole.parts(parts)));
            completed = true;
        } finally {
            if (!completed) {
                s3.abortMultipartUpload(
                        request -> request.bucket(bucket.name()).key(key).uploadId(upload));
            }
        }
    }
}
