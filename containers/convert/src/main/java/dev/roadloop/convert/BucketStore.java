package dev.roadloop.convert;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// The silver bucket. Keyframes are put eight at a time behind the caller's back; files up to 16
/// MiB in one call, larger ones in parts of that size.
final class BucketStore implements SilverStore {

    private static final int CONCURRENCY = 8;
    private static final int PART_BYTES = 16 << 20;
    private static final int MAX_PARTS = 10_000;

    private final S3Client s3;
    private final String bucket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(CONCURRENCY);
    private final AtomicReference<@Nullable RoadloopException> failure = new AtomicReference<>();

    /// @param s3 the client; stays the caller's
    BucketStore(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public void put(String key, byte[] content, String contentType) {
        throwFailure();
        slots.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                s3.putObject(
                        request -> request.bucket(bucket).key(key).contentType(contentType),
                        RequestBody.fromBytes(content));
            } catch (SdkException e) {
                failure.compareAndSet(null, AwsFailures.translated("writing " + at(key), e));
            } finally {
                slots.release();
            }
        });
    }

    @Override
    public void put(String key, Path file) throws IOException {
        throwFailure();
        long size = Files.size(file);
        try {
            if (size <= PART_BYTES) {
                s3.putObject(
                        request -> request.bucket(bucket).key(key), RequestBody.fromFile(file));
            } else {
                putParts(key, file, size);
            }
        } catch (SdkException e) {
            throw AwsFailures.translated("writing " + at(key), e);
        }
    }

    private void putParts(String key, Path file, long size) throws IOException {
        String upload =
                s3.createMultipartUpload(request -> request.bucket(bucket).key(key)).uploadId();
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
                                                request.bucket(bucket)
                                                        .key(key)
                                                        .uploadId(upload)
                                                        .partNumber(number),
                                        RequestBody.fromBytes(content))
                                .eTag();
                parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
            }
            s3.completeMultipartUpload(request ->
                    request.bucket(bucket)
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(whole -> whole.parts(parts)));
            completed = true;
        } finally {
            if (!completed) {
                s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(upload));
            }
        }
    }

    private String at(String key) {
        return "s3://" + bucket + "/" + key;
    }

    private void throwFailure() {
        RoadloopException found = failure.get();
        if (found != null) {
            throw new TransientException(
                    "a keyframe could not be written: " + found.getMessage(), found);
        }
    }

    @Override
    public void close() {
        threads.close();
        throwFailure();
    }
}
