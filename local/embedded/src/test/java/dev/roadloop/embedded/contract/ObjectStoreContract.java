package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects, conditions, listings and checksums.
class ObjectStoreContract extends ObjectContract {

    @Test
    void givesBackWhatWasPutWithMetadata() {
        s3.putObject(
                r ->
                        r.bucket(DATA)
                                .key(prefix + "ä ö+ü&?.txt")
                                .metadata(Map.of("drive", "d1"))
                                .contentType("text/plain"),
                RequestBody.fromString("hello"));

        HeadObjectResponse head = s3.headObject(r -> r.bucket(DATA).key(prefix + "ä ö+ü&?.txt"));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.metadata()).containsEntry("drive", "d1");
        assertThat(head.contentType()).isEqualTo("text/plain");
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(get("ä ö+ü&?.txt")).isEqualTo("hello");
    }

    @Test
    void takesUploadsOfUnknownLengthWithTrailingChecksum() {
        byte[] content = bytes(300_000);
        s3.putObject(
                r ->
                        r.bucket(DATA)
                                .key(prefix + "trailer")
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromContentProvider(
                        () -> new ByteArrayInputStream(content), "application/octet-stream"));

        assertThat(s3.getObjectAsBytes(r -> r.bucket(DATA).key(prefix + "trailer")).asByteArray())
                .isEqualTo(content);
    }

    @Test
    void answersRangesAndMissingKeys() {
        put("range", "0123456789");
        assertThat(
                        s3.getObjectAsBytes(r ->
                                        r.bucket(DATA).key(prefix + "range").range("bytes=2-4"))
                                .asUtf8String())
                .isEqualTo("234");
        assertThat(
                        s3.getObjectAsBytes(
                                        r -> r.bucket(DATA).key(prefix + "range").range("bytes=-3"))
                                .asUtf8String())
                .isEqualTo("789");
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(
                                r -> r.bucket(DATA).key(prefix + "range").range("bytes=20-30")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
        assertThatThrownBy(() -> get("gone")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket(DATA).key(prefix + "gone")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void writesOnlyIfTheConditionHolds() {
        String etag =
                s3.putObject(
                                r -> r.bucket(DATA).key(prefix + "c").ifNoneMatch("*"),
                                RequestBody.fromString("1"))
                        .eTag();
        assertPreconditionFails(() ->
                s3.putObject(
                        r -> r.bucket(DATA).key(prefix + "c").ifNoneMatch("*"),
                        RequestBody.fromString("2")));
        assertPreconditionFails(() ->
                s3.putObject(
                        r -> r.bucket(DATA).key(prefix + "c").ifMatch("\"0000\""),
                        RequestBody.fromString("2")));
        assertThat(get("c")).isEqualTo("1");
        s3.putObject(
                r -> r.bucket(DATA).key(prefix + "c").ifMatch(etag), RequestBody.fromString("3"));
        assertThat(get("c")).isEqualTo("3");
    }

    @Test
    void letsOneOfManyRacingWritersWin() throws Exception {
        for (String bucket : List.of(DATA, LANDING)) {
            List<Callable<Boolean>> writers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String content = "writer " + i;
                writers.add(() -> wins(bucket, content));
            }
            int winners = 0;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> result : threads.invokeAll(writers)) {
                    winners += result.get() ? 1 : 0;
                }
            }
            assertThat(winners).as(bucket).isEqualTo(1);
        }
    }

    @Test
    @Tag("slow")
    void listsMoreThanOnePageInOrder() {
        IntStream.range(0, 1005).parallel().forEach(i -> put(String.format("list/%04d", i), ""));
        put("list2/other", "");

        List<String> keys =
                s3
                        .listObjectsV2Paginator(r -> r.bucket(DATA).prefix(prefix + "list/"))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList();
        assertThat(keys).hasSize(1005).isSorted().doesNotHaveDuplicates();
        ListObjectsV2Response first =
                s3.listObjectsV2(r -> r.bucket(DATA).prefix(prefix + "list/"));
        assertThat(first.keyCount()).isEqualTo(1000);
        assertThat(first.isTruncated()).isTrue();
        assertThat(
                        s3.listObjectsV2(r -> r.bucket(DATA).prefix(prefix).delimiter("/"))
                                .commonPrefixes())
                .extracting(p -> p.prefix().substring(prefix.length()))
                .containsExactly("list/", "list2/");
        assertThat(
                        s3.listObjectsV2(r ->
                                        r.bucket(DATA)
                                                .prefix(prefix + "list/")
                                                .startAfter(prefix + "list/1003"))
                                .contents())
                .hasSize(1);
    }

    @Test
    void deletesManyAndToleratesMissingOnes() {
        put("d/1", "1");
        put("d/2", "2");
        s3.deleteObjects(
                r -> r.bucket(DATA).delete(d -> d.objects(id("d/1"), id("d/2"), id("d/3"))));
        s3.deleteObject(r -> r.bucket(DATA).key(prefix + "d/1"));
        assertThat(s3.listObjectsV2(r -> r.bucket(DATA).prefix(prefix + "d/")).contents())
                .isEmpty();
    }

    @Test
    @Deviates(server = "moto", because = "returns no stated checksum")
    void storesAndReturnsTheStatedSha256() throws NoSuchAlgorithmException {
        String sha256 =
                Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-256")
                                        .digest("hello".getBytes(StandardCharsets.UTF_8)));
        s3.putObject(
                r -> r.bucket(DATA).key(prefix + "sum").checksumSHA256(sha256),
                RequestBody.fromString("hello"));

        HeadObjectResponse head =
                s3.headObject(
                        r -> r.bucket(DATA).key(prefix + "sum").checksumMode(ChecksumMode.ENABLED));
        assertThat(head.checksumSHA256()).isEqualTo(sha256);
    }

    private boolean wins(String bucket, String content) {
        try {
            s3.putObject(
                    r -> r.bucket(bucket).key(prefix + "race").ifNoneMatch("*"),
                    RequestBody.fromString(content));
            return true;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isIn(409, 412);
            return false;
        }
    }

    private static void assertPreconditionFails(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }
}
