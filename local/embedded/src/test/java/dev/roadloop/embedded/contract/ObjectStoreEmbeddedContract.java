package dev.roadloop.embedded.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.iam.Credentials;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What of S3 only the embedded mode can be asked: its events, its roles, and where it differs.
class ObjectStoreEmbeddedContract extends ObjectContract {

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
}
