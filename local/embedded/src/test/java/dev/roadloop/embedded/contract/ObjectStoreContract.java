package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.iam.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class ObjectStoreContract {

    private static final String DATA = "contract-data";
    private static final String LANDING = "contract-landing";
    private static final int PART = 5 << 20;

    @RegisterExtension static final Contract CONTRACT = new Contract();

    private final S3Client s3 = CONTRACT.s3();
    private final String prefix = UUID.randomUUID() + "/";

    @AfterEach
    void close() {
        s3.close();
    }

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
    @Deviates(server = "moto", because = "serves a presigned URL after its end")
    void letsPresignedUrlsReadAndWriteUntilTheyExpire() throws Exception {
        try (S3Presigner presigner =
                        S3Presigner.builder()
                                .endpointOverride(CONTRACT.endpoint())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(Contract.OWNER)
                                .serviceConfiguration(
                                        S3Configuration.builder()
                                                .pathStyleAccessEnabled(true)
                                                .build())
                                .build();
                HttpClient http = HttpClient.newHttpClient()) {
            URI put =
                    presigner
                            .presignPutObject(p ->
                                    p.signatureDuration(Duration.ofMinutes(5))
                                            .putObjectRequest(
                                                    r -> r.bucket(DATA).key(prefix + "pre signed")))
                            .url()
                            .toURI();
            assertThat(
                            send(
                                            http,
                                            HttpRequest.newBuilder(put)
                                                    .PUT(
                                                            HttpRequest.BodyPublishers.ofString(
                                                                    "by url")))
                                    .statusCode())
                    .isEqualTo(200);
            URI get =
                    presigner
                            .presignGetObject(p ->
                                    p.signatureDuration(Duration.ofMinutes(5))
                                            .getObjectRequest(
                                                    r -> r.bucket(DATA).key(prefix + "pre signed")))
                            .url()
                            .toURI();
            assertThat(send(http, HttpRequest.newBuilder(get)).body()).isEqualTo("by url");
            URI brief =
                    presigner
                            .presignGetObject(p ->
                                    p.signatureDuration(Duration.ofSeconds(1))
                                            .getObjectRequest(
                                                    r -> r.bucket(DATA).key(prefix + "pre signed")))
                            .url()
                            .toURI();
            Thread.sleep(2100);
            HttpResponse<String> late = send(http, HttpRequest.newBuilder(brief));
            assertThat(late.statusCode()).isEqualTo(403);
            assertThat(late.body()).contains("<Code>AccessDenied</Code>", "expired");
            if (CONTRACT.embedded().isPresent()) {
                String byVersion2 =
                        CONTRACT.endpoint()
                                + get.getRawPath()
                                + "?AWSAccessKeyId=test&Signature=unverified&Expires=";
                assertThat(
                                send(
                                                http,
                                                HttpRequest.newBuilder(
                                                        URI.create(byVersion2 + "4000000000")))
                                        .body())
                        .isEqualTo("by url");
                assertThat(
                                send(
                                                http,
                                                HttpRequest.newBuilder(
                                                        URI.create(byVersion2 + "1000000000")))
                                        .statusCode())
                        .isEqualTo(403);
                assertThat(
                                send(
                                                http,
                                                HttpRequest.newBuilder(
                                                        URI.create(
                                                                CONTRACT.endpoint()
                                                                        + get.getRawPath())))
                                        .statusCode())
                        .as("anonymous")
                        .isEqualTo(403);
            }
        }
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
        if (CONTRACT.embedded().isEmpty()) {
            assertThat(head.checksumSHA256()).isEqualTo(sha256);
        } else {
            assertThat(head.checksumSHA256())
                    .as("known deviation: S3Proxy returns no stored checksum, or the right one")
                    .isIn(null, sha256);
        }
    }

    @Test
    void announcesEveryChangeAsEventBridgeDoes() {
        assumeTrue(
                CONTRACT.embedded().isPresent(),
                "events of another endpoint go to a bus that this test cannot see");
        ContractCloud cloud = CONTRACT.embedded().orElseThrow();
        s3.putObject(
                r -> r.bucket(LANDING).key(prefix + "a b.txt"), RequestBody.fromString("hello"));
        s3.copyObject(r ->
                r.sourceBucket(LANDING)
                        .sourceKey(prefix + "a b.txt")
                        .destinationBucket(LANDING)
                        .destinationKey(prefix + "copy"));
        s3.putObject(
                r -> r.bucket(LANDING).key(prefix + "a b.txt"), RequestBody.fromString("again"));
        s3.deleteObject(r -> r.bucket(LANDING).key(prefix + "a b.txt"));
        s3.deleteObject(r -> r.bucket(LANDING).key(prefix + "never there"));

        List<ObjectNode> events = eventsOf(cloud, prefix + "a b.txt");
        assertThat(events)
                .extracting(e -> e.path("type").asText())
                .containsExactly("Object Created", "Object Created", "Object Deleted");
        ObjectNode created = events.getFirst();
        assertThat(created.path("version").asText()).isEqualTo("0");
        assertThat(created.path("bucket").path("name").asText()).isEqualTo(LANDING);
        assertThat(created.path("object").path("size").asInt()).isEqualTo(5);
        assertThat(created.path("object").path("etag").asText())
                .isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(created.path("reason").asText()).isEqualTo("PutObject");
        assertThat(events)
                .extracting(e -> e.path("object").path("sequencer").asText())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(events.getLast().path("deletion-type").asText())
                .isEqualTo("Permanently Deleted");
        assertThat(eventsOf(cloud, prefix + "copy"))
                .extracting(e -> e.path("reason").asText())
                .containsExactly("CopyObject");
        assertThat(eventsOf(cloud, prefix + "never there")).isEmpty();
    }

    @Test
    void refusesWhatARoleMayNotDo() {
        assumeTrue(
                CONTRACT.embedded().isPresent(),
                "roles of another endpoint are not those of the template");
        Credentials role = CONTRACT.embedded().orElseThrow().role("ContractReader");
        put("mine", "x");
        try (S3Client reader =
                S3Client.builder()
                        .endpointOverride(CONTRACT.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsSessionCredentials.create(
                                                role.accessKeyId(),
                                                role.secretAccessKey(),
                                                role.sessionToken())))
                        .build()) {
            assertThat(
                            reader.getObjectAsBytes(r -> r.bucket(DATA).key(prefix + "mine"))
                                    .asUtf8String())
                    .isEqualTo("x");
            assertThat(reader.listObjectsV2(r -> r.bucket(DATA).prefix(prefix)).contents())
                    .hasSize(1);
            assertThatThrownBy(() ->
                            reader.putObject(
                                    r -> r.bucket(DATA).key(prefix + "ä+ b"),
                                    RequestBody.fromString("y")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e ->
                                    assertThat(e.awsErrorDetails().errorCode())
                                            .isEqualTo("AccessDenied"))
                    .hasMessageContaining("s3:PutObject")
                    .hasMessageContaining(prefix + "ä+ b")
                    .hasMessageContaining("ContractReader");
            assertThatThrownBy(() ->
                            reader.deleteObjects(
                                    r -> r.bucket(DATA).delete(d -> d.objects(id("mine")))))
                    .hasMessageContaining("s3:DeleteObject");
        }
    }

    @Test
    void deviatesFromS3WhereItIsKnownTo() {
        assumeTrue(CONTRACT.embedded().isPresent(), "deviations of the embedded mode");
        put("tagged", "x");
        assertThatThrownBy(() ->
                        s3.putObjectTagging(r ->
                                r.bucket(DATA)
                                        .key(prefix + "tagged")
                                        .tagging(t -> t.tagSet(tag -> tag.key("a").value("b")))))
                .isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> put("tagged/below", "x"))
                .as("a key that is another's parent")
                .isInstanceOf(S3Exception.class);
    }

    private static List<ObjectNode> eventsOf(ContractCloud cloud, String key) {
        return cloud.events().stream()
                .filter(event -> event.path("object").path("key").asText().equals(key))
                .toList();
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

    private ObjectIdentifier id(String key) {
        return ObjectIdentifier.builder().key(prefix + key).build();
    }

    private void put(String key, String content) {
        s3.putObject(r -> r.bucket(DATA).key(prefix + key), RequestBody.fromString(content));
    }

    private String get(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(DATA).key(prefix + key)).asUtf8String();
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
