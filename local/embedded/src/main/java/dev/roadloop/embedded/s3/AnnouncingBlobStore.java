package dev.roadloop.embedded.s3;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;

/// Announces every change of an object as S3 does to EventBridge, in the order of the changes of
/// each key.
///
/// An event is accepted by its sink before the client gets its answer. If the sink fails, the
/// change stands, and the event is sent again until it is accepted, after a restart too. Buckets
/// that announce nothing have their changes noted all the same, so that what a kill left half
/// written is found. Source: Amazon S3 user guide, "EventBridge event message structure".
final class AnnouncingBlobStore extends ForwardingBlobStore {

    private static final System.Logger LOG = System.getLogger(AnnouncingBlobStore.class.getName());

    /// What S3Proxy keeps of an open multipart upload; no object of anyone's.
    private static final String UPLOAD_STUB = ".s3proxy-mpu-stub-";

    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LAST_PAUSE_MILLIS = 30_000;

    private final Set<String> announcedBuckets;
    private final String account;
    private final ObjectEvents events;
    private final EventOutbox outbox;
    private final TornWrites torn;
    private final KeyLocks locks = new KeyLocks();
    private final Sequencer sequencer = new Sequencer();
    private volatile boolean stopped;

    AnnouncingBlobStore(
            BlobStore delegate,
            Set<String> announcedBuckets,
            String account,
            ObjectEvents events,
            EventOutbox outbox,
            TornWrites torn) {
        super(delegate);
        this.announcedBuckets = Set.copyOf(announcedBuckets);
        this.account = account;
        this.events = events;
        this.outbox = outbox;
        this.torn = torn;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        return changing(
                request.bucket(),
                request.key(),
                "PutObject",
                () -> super.putBlob(request, content));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        return changing(
                request.destinationBucket(),
                request.destinationKey(),
                "CopyObject",
                () -> super.copyBlob(request));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        return changing(
                upload.containerName(),
                upload.blobName(),
                "CompleteMultipartUpload",
                () -> super.completeMultipartUpload(upload, request));
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        return changing(
                request.bucket(), request.key(), "DeleteObject", () -> super.removeBlob(request));
    }

    @Override
    public boolean supportsCopyMultipartPart() {
        return delegate().supportsCopyMultipartPart();
    }

    @Override
    public UploadPartCopyResponse copyMultipartPart(
            MultipartUpload upload, UploadPartCopyRequest request) {
        return delegate().copyMultipartPart(upload, request);
    }

    /// Sends the events that a kill left unsent, and removes what was half written.
    ///
    /// @return how many
    int recover() {
        int sent = 0;
        for (EventOutbox.Intent intent : outbox.unfinished()) {
            try (KeyLocks.Held held = locks.lock(intent.bucket(), intent.key())) {
                torn.remove(intent.bucket(), intent.key());
                if (announces(intent.bucket()) && isMade(intent)) {
                    publish(intent);
                    sent++;
                }
                outbox.end(intent);
            }
        }
        return sent;
    }

    private boolean announces(String bucket) {
        return announcedBuckets.contains(bucket);
    }

    private boolean isMade(EventOutbox.Intent intent) {
        String now = state(intent.bucket(), intent.key());
        return !now.equals(intent.before()) && intent.isDelete() == now.isEmpty();
    }

    private <T> T changing(String bucket, String key, String reason, Supplier<T> change) {
        if (key.startsWith(UPLOAD_STUB)) {
            return change.get();
        }
        return announces(bucket)
                ? announcing(bucket, key, reason, change)
                : noting(bucket, key, reason, change);
    }

    private <T> T noting(String bucket, String key, String reason, Supplier<T> change) {
        EventOutbox.Intent intent = outbox.begin(bucket, key, reason, "");
        try {
            return change.get();
        } finally {
            outbox.end(intent);
        }
    }

    private <T> T announcing(String bucket, String key, String reason, Supplier<T> change) {
        try (KeyLocks.Held held = locks.lock(bucket, key)) {
            String before = state(bucket, key);
            EventOutbox.Intent intent = outbox.begin(bucket, key, reason, before);
            T result;
            try {
                result = change.get();
            } catch (RuntimeException e) {
                outbox.end(intent);
                throw e;
            }
            if (intent.isDelete() && before.isEmpty()) {
                outbox.end(intent);
                return result;
            }
            try {
                publish(intent);
                outbox.end(intent);
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "the event of "
                                + reason
                                + " s3://"
                                + bucket
                                + "/"
                                + key
                                + " was refused; it is sent again",
                        e);
                Thread.ofVirtual().name("s3-event").start(() -> sendAgain(intent));
            }
            return result;
        }
    }

    /// Sends nothing again from now on; what is unsent is sent at the next start.
    void stop() {
        stopped = true;
    }

    private void sendAgain(EventOutbox.Intent intent) {
        long pause = FIRST_PAUSE_MILLIS;
        boolean sent = false;
        while (!sent && !stopped) {
            try {
                Thread.sleep(pause);
                pause = Math.min(2 * pause, LAST_PAUSE_MILLIS);
                try (KeyLocks.Held held = locks.lock(intent.bucket(), intent.key())) {
                    publish(intent);
                    outbox.end(intent);
                    sent = true;
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "the event of s3://{0}/{1} is refused still",
                        intent.bucket(),
                        intent.key());
            }
        }
    }

    private void publish(EventOutbox.Intent intent) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("version", "0");
        detail.putObject("bucket").put("name", intent.bucket());
        ObjectNode object = detail.putObject("object").put("key", intent.key());
        head(intent.bucket(), intent.key())
                .filter(found -> !intent.isDelete())
                .ifPresent(found ->
                        object.put("size", found.contentLength())
                                .put("etag", found.eTag().replace("\"", "")));
        object.put("sequencer", sequencer.next());
        detail.put(
                "request-id",
                UUID.randomUUID()
                        .toString()
                        .replace("-", "")
                        .substring(0, 16)
                        .toUpperCase(Locale.ROOT));
        detail.put("requester", account)
                .put("source-ip-address", "127.0.0.1")
                .put("reason", intent.reason());
        if (intent.isDelete()) {
            detail.put("deletion-type", "Permanently Deleted");
        }
        events.publish(
                "aws.s3",
                intent.isDelete() ? "Object Deleted" : "Object Created",
                List.of("arn:aws:s3:::" + intent.bucket()),
                detail);
    }

    /// What tells one state of an object from another; empty where there is no object.
    private String state(String bucket, String key) {
        return head(bucket, key)
                .map(found ->
                        found.eTag() + " " + found.contentLength() + " " + found.lastModified())
                .orElse("");
    }

    private Optional<HeadObjectResponse> head(String bucket, String key) {
        @Nullable HeadObjectResponse found = delegate().blobMetadataIfPresent(bucket, key);
        return Optional.ofNullable(found);
    }
}
