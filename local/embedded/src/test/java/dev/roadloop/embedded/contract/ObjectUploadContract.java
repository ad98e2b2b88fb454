package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// Large objects in parts.
class ObjectUploadContract extends ObjectContract {

    private static final int PART = 5 << 20;

    @Test
    @Tag("slow")
    void joinsPartsAndCopiesThem() {
        byte[] head = bytes(PART);
        s3.putObject(r -> r.bucket(DATA).key(prefix + "source"), RequestBody.fromBytes(head));
        String key = prefix + "joined";
        String upload = begin(key);
        CopyPartResult first =
                s3.uploadPartCopy(r ->
                                r.sourceBucket(DATA)
                                        .sourceKey(prefix + "source")
                                        .destinationBucket(LANDING)
                                        .destinationKey(key)
                                        .uploadId(upload)
                                        .partNumber(1))
                        .copyPartResult();
        CompletedPart second = part(upload, key, 2, "tail".getBytes(StandardCharsets.UTF_8));
        assertThat(s3.listParts(r -> r.bucket(LANDING).key(key).uploadId(upload)).parts())
                .hasSize(2);
        complete(
                key,
                upload,
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(first.eTag())
                        .checksumCRC32(first.checksumCRC32())
                        .build(),
                second);

        byte[] joined = s3.getObjectAsBytes(r -> r.bucket(LANDING).key(key)).asByteArray();
        assertThat(joined)
                .hasSize(PART + 4)
                .startsWith(head)
                .endsWith("tail".getBytes(StandardCharsets.UTF_8));
        CONTRACT.embedded()
                .ifPresent(cloud ->
                        assertThat(eventsOf(cloud, key))
                                .singleElement()
                                .satisfies(event ->
                                        assertThat(event.path("reason").asText())
                                                .isEqualTo("CompleteMultipartUpload")));
    }

    @Test
    void joinsOnlyPartsThatAreThereAndLargeEnough() {
        String key = prefix + "refused";
        String upload = begin(key);
        CompletedPart one = part(upload, key, 1, "part 1".getBytes(StandardCharsets.UTF_8));
        CompletedPart two = part(upload, key, 2, "part 2".getBytes(StandardCharsets.UTF_8));

        assertRefused("NoSuchUpload", () -> complete(key, "no-such-upload", one));
        assertRefused(
                "InvalidPart", () -> complete(key, upload, two.toBuilder().partNumber(3).build()));
        assertRefused(
                "InvalidPart",
                () -> complete(key, upload, one.toBuilder().eTag(two.eTag() + "0").build()));
        assertRefused("EntityTooSmall", () -> complete(key, upload, one, two));
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket(LANDING).key(key)))
                .isInstanceOf(NoSuchKeyException.class);
        CONTRACT.embedded().ifPresent(cloud -> assertThat(eventsOf(cloud, key)).isEmpty());

        complete(key, upload, one);
        assertThat(s3.getObjectAsBytes(r -> r.bucket(LANDING).key(key)).asUtf8String())
                .as("the last part may be small")
                .isEqualTo("part 1");
    }

    @Test
    @Deviates(
            server = "embedded",
            because = "parts are joined by their numbers, in whatever order they are listed")
    void refusesPartsThatAreListedOutOfTheirOrder() {
        String key = prefix + "turned";
        String upload = begin(key);
        CompletedPart one = part(upload, key, 1, bytes(PART));
        CompletedPart two = part(upload, key, 2, bytes(1));

        assertRefused("InvalidPartOrder", () -> complete(key, upload, two, one));
    }

    @Test
    @Deviates(
            server = "embedded",
            because = "parts are joined by their numbers, whatever is said of their checksums")
    @Deviates(server = "moto", because = "looks at the entity tags of parts only")
    void refusesPartsWhoseChecksumsAreNotNamed() {
        String key = prefix + "unnamed";
        String upload =
                s3.createMultipartUpload(request -> request.bucket(LANDING).key(key)).uploadId();
        CompletedPart one = part(upload, key, 1, bytes(1));

        assertRefused(
                "InvalidPart",
                () -> complete(key, upload, one.toBuilder().checksumCRC32(null).build()));
    }

    /// An upload whose parts have checksums, as the SDK sends them whether asked or not.
    private String begin(String key) {
        return s3.createMultipartUpload(
                        r -> r.bucket(LANDING).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
    }

    private CompletedPart part(String upload, String key, int number, byte[] content) {
        UploadPartResponse answer =
                s3.uploadPart(
                        r ->
                                r.bucket(LANDING)
                                        .key(key)
                                        .uploadId(upload)
                                        .partNumber(number)
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromBytes(content));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
    }

    private void complete(String key, String upload, CompletedPart... parts) {
        s3.completeMultipartUpload(r ->
                r.bucket(LANDING).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    @Test
    void forgetsAbortedUploads() {
        String upload =
                s3.createMultipartUpload(r -> r.bucket(DATA).key(prefix + "aborted")).uploadId();
        s3.uploadPart(
                r -> r.bucket(DATA).key(prefix + "aborted").uploadId(upload).partNumber(1),
                RequestBody.fromString("x"));
        s3.abortMultipartUpload(r -> r.bucket(DATA).key(prefix + "aborted").uploadId(upload));
        assertThatThrownBy(() -> get("aborted")).isInstanceOf(NoSuchKeyException.class);
    }
}
