package dev.roadloop.aws;

import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Copies objects of any size (S3: at most 5 TiB) within S3: in one call up to a threshold, in
/// parts above it, eight at a time. No content passes through this process.
public final class ObjectCopy {
    private static final long MIN_PART = 5L << 20;
    private static final int MAX_PARTS = 10_000;
    private static final int CONCURRENCY = 8;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_FOUND = 404;

    private final long partSize;

    /// @param partSize the size of a part, and up to which an object is copied in one call: 5 MiB
    ///   to 5 GiB. Parts grow for an object that would have more than 10,000.
    public ObjectCopy(long partSize) {
        if (partSize < MIN_PART || partSize > 5L << 30) {
            throw new IllegalArgumentException(
                    "part size " + partSize + " bytes; expected 5 MiB to 5 GiB");
        }
        this.partSize = partSize;
    }

    /// Copies one version of an object. A failed multipart copy is aborted and leaves nothing
    /// behind.
    ///
    /// @param source the object, with the entity tag that the source must still have
    /// @param metadata the user's metadata of the copy
    /// @return false when the source no longer is that version
    public boolean copy(
            Bucket from, StoredObject source, Bucket to, String key, Map<String, String> metadata) {
        try {
            if (source.size() <= partSize) {
                copyWhole(from, source, to, key, metadata);
            } else {
                copyParts(from, source, to, key, metadata);
            }
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == NOT_FOUND) {
                return false;
            }
            throw AwsFailures.translated(
                    "copying " + from.at(source.key()) + " to " + to.at(key), e);
        } catch (SdkException e) {
            throw AwsFailures.translated(
                    "copying " + from.at(source.key()) + " to " + to.at(key), e);
        }
    }

    private static void copyWhole(
            Bucket from, StoredObject source, Bucket to, String key, Map<String, String> metadata) {
        to.client()
                .copyObject(request ->
                        request.sourceBucket(from.name())
                                .sourceKey(source.key())
                                .copySourceIfMatch(source.etag())
                                .destinationBucket(to.name())
                                .destinationKey(key)
                                .metadataDirective(MetadataDirective.REPLACE)
                                .metadata(metadata));
    }

    private void copyParts(
            Bucket from, StoredObject source, Bucket to, String key, Map<String, String> metadata) {
        S3Client s3 = to.client();
        String upload =
                s3.createMultipartUpload(
                                request -> request.bucket(to.name()).key(key).metadata(metadata))
                        .uploadId();
        try {
            List<CompletedPart> parts = copyAllParts(from, source, to, key, upload);
            s3.completeMultipartUpload(request ->
                    request.bucket(to.name())
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(completed -> completed.parts(parts)));
        } catch (SdkException | RoadloopException e) {
            try {
                s3.abortMultipartUpload(
                        request -> request.bucket(to.name()).key(key).uploadId(upload));
            } catch (SdkException abort) {
                e.addSuppressed(abort);
            }
            throw e;
        }
    }

    private List<CompletedPart> copyAllParts(
            Bucket from, StoredObject source, Bucket to, String key, String upload) {
        long size = Math.max(partSize, Math.ceilDiv(source.size(), MAX_PARTS));
        Semaphore slots = new Semaphore(CONCURRENCY);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CompletedPart>> running = new ArrayList<>();
            for (long offset = 0; offset < source.size(); offset += size) {
                int number = running.size() + 1;
                String range =
                        "bytes=" + offset + "-" + (Math.min(offset + size, source.size()) - 1);
                running.add(
                        threads.submit(() -> {
                            slots.acquire();
                            try {
                                return copyPart(from, source, to, key, upload, number, range);
                            } finally {
                                slots.release();
                            }
                        }));
            }
            List<CompletedPart> parts = new ArrayList<>();
            for (Future<CompletedPart> part : running) {
                parts.add(part.get());
            }
            return parts;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException sdk) {
                throw sdk;
            }
            throw new TransientException(
                    "copying " + from.at(source.key()) + " in parts failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(
                    "copying " + from.at(source.key()) + " was interrupted", e);
        }
    }

    private static CompletedPart copyPart(
            Bucket from,
            StoredObject source,
            Bucket to,
            String key,
            String upload,
            int number,
            String range) {
        String etag =
                to.client()
                        .uploadPartCopy(request ->
                                request.sourceBucket(from.name())
                                        .sourceKey(source.key())
                                        .copySourceIfMatch(source.etag())
                                        .copySourceRange(range)
                                        .destinationBucket(to.name())
                                        .destinationKey(key)
                                        .uploadId(upload)
                                        .partNumber(number))
                        .copyPartResult()
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
}
