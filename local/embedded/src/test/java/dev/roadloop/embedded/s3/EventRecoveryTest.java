package dev.roadloop.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.Assemblies;
import dev.roadloop.embedded.template.CloudAssembly;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

class EventRecoveryTest {

    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");
    private static final ObjectNode PUT =
            JsonNodeFactory.instance
                    .objectNode()
                    .put("Bucket", "landing")
                    .put("Key", "a")
                    .put("Body", "hello");

    @TempDir private Path directory;

    @Test
    void sendsAtTheNextStartWhatWasWrittenAndNotAnnounced() {
        CloudAssembly assembly = assembly();
        try (ObjectStore store =
                ObjectStore.start(
                        assembly,
                        directory,
                        (source, type, resources, detail) -> {
                            throw new IllegalStateException("killed before the event was accepted");
                        })) {
            assertThat(store.api().call(OWNER, "PutObject", PUT).path("ETag").asText())
                    .isNotEmpty();
        }

        List<ObjectNode> events = new ArrayList<>();
        try (ObjectStore store =
                ObjectStore.start(
                        assembly,
                        directory,
                        (source, type, resources, detail) -> events.add(detail))) {
            assertThat(store.recoveredEvents()).isEqualTo(1);
        }
        assertThat(events)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.path("object").path("key").asText()).isEqualTo("a");
                    assertThat(event.path("object").path("size").asInt()).isEqualTo(5);
                });
        try (ObjectStore store =
                ObjectStore.start(
                        assembly,
                        directory,
                        (source, type, resources, detail) -> events.add(detail))) {
            assertThat(store.recoveredEvents()).as("told once").isZero();
        }
    }

    @Tag("slow")
    @Test
    void sendsAgainWhileItRunsWhatTheSinkRefused() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch accepted = new CountDownLatch(1);
        try (ObjectStore store =
                ObjectStore.start(
                        assembly(),
                        directory,
                        (source, type, resources, detail) -> {
                            if (calls.incrementAndGet() < 3) {
                                throw new IllegalStateException("not now");
                            }
                            accepted.countDown();
                        })) {
            store.api().call(OWNER, "PutObject", PUT);

            assertThat(accepted.await(2, TimeUnit.MINUTES)).isTrue();
        }
        try (ObjectStore store =
                ObjectStore.start(assembly(), directory, (source, type, resources, detail) -> {})) {
            assertThat(store.recoveredEvents()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"landing", "silent"})
    void removesWhatAKilledProcessHadHalfWritten(String name) throws IOException {
        Path root = Files.createDirectories(directory.resolve("s3"));
        Path bucket = root.resolve(name);
        Path torn = bucket.resolve("b-b9c018a2-5cff-4b6c-9133-b7bff0e2362e");
        Path journal = directory.resolve("before-the-kill.journal");
        Path atTheKill = directory.resolve("s3-events.journal");
        BlobStore files = new FilesystemNio2BlobStore(root.toString());
        BlobStore dying =
                new ForwardingBlobStore(files) {
                    @Override
                    public PutObjectResponse putBlob(
                            PutObjectRequest request, InputStream content) {
                        leave(torn, "ha");
                        copy(journal, atTheKill);
                        return super.putBlob(request, content);
                    }
                };
        files.createContainer(name);
        try (EventOutbox outbox = new EventOutbox(journal)) {
            new AnnouncingBlobStore(
                            dying,
                            Set.of("landing"),
                            "123456789012",
                            (source, type, resources, detail) -> {},
                            outbox,
                            new TornWrites(root))
                    .putBlob(
                            PutObjectRequest.builder().bucket(name).key("b").build(),
                            new ByteArrayInputStream(new byte[] {1}));
        }
        Path other = Files.writeString(bucket.resolve("b-and-more"), "somebody's");

        ObjectStore.start(assembly(), directory, (source, type, resources, detail) -> {}).close();

        assertThat(torn).doesNotExist();
        assertThat(other).exists();
        assertThat(bucket.resolve("b")).exists();
    }

    private static void leave(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CloudAssembly assembly() {
        return Assemblies.of(
                directory.resolve("cdk.out"),
                URI.create("http://127.0.0.1:1"),
                """
                {"Silent": {"Type": "AWS::S3::Bucket"},
                 "Landing": {"Type": "AWS::S3::Bucket", "Properties": {
                  "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": true}}}}}\
                """);
    }
}
