package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Large objects in parts.
class ObjectUploadContract extends ObjectContract {

    private static final int PART = 5 << 20;

    @Test
    @Tag("slow")
    void joinsPartsAndCopiesThem() {
        byte[] head = bytes(PART);
        s3.putObject(r -> r.bucket(DATA).key(prefix + "source"), RequestBody.fromBytes(head));
        String key = prefix + "joined";
        String upload = s3.createMultipartUpload(r -> r.bucket(LANDING).key(key)).uploadId();
        String first =
                s3.uploadPartCopy(r ->
                                r.sourceBucket(DATA)
                                        .sourceKey(prefix + "source")
                                        .destinationBucket(LANDING)
                                        .destinationKey(key)
                                        .uploadId(upload)
                                        .partNumber(1))
                        .copyPartResult()
                        .eTag();
        String second =
                s3.uploadPart(
                                r -> r.bucket(LANDING).key(key).uploadId(upload).partNumber(2),
                                RequestBody.fromString("tail"))
                        .eTag();
        assertThat(s3.listParts(r -> r.bucket(LANDING).key(key).uploadId(upload)).parts())
                .hasSize(2);
        s3.completeMultipartUpload(r ->
                r.bucket(LANDING)
                        .key(key)
                        .uploadId(upload)
                        .multipartUpload(m ->
                                m.parts(
                                        CompletedPart.builder().partNumber(1).eTag(first).build(),
                                        CompletedPart.builder()
                                                .partNumber(2)
                                                .eTag(second)
                                                .build())));

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
