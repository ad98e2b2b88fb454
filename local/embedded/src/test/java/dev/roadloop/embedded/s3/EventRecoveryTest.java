package dev.roadloop.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.Assemblies;
import dev.roadloop.embedded.template.CloudAssembly;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

            assertThat(accepted.await(20, TimeUnit.SECONDS)).isTrue();
        }
        try (ObjectStore store =
                ObjectStore.start(assembly(), directory, (source, type, resources, detail) -> {})) {
            assertThat(store.recoveredEvents()).isZero();
        }
    }

    @Test
    void removesWhatAKilledProcessHadHalfWritten() throws IOException {
        try (ObjectStore store =
                ObjectStore.start(assembly(), directory, (source, type, resources, detail) -> {})) {
            store.api().call(OWNER, "PutObject", PUT);
        }
        try (EventOutbox outbox = new EventOutbox(directory.resolve("s3-events.journal"))) {
            outbox.begin("landing", "b", "PutObject", "");
        }
        Path bucket = directory.resolve("s3/landing");
        Path torn =
                Files.writeString(bucket.resolve("b-b9c018a2-5cff-4b6c-9133-b7bff0e2362e"), "ha");
        Path other = Files.writeString(bucket.resolve("b-and-more"), "somebody's");

        ObjectStore.start(assembly(), directory, (source, type, resources, detail) -> {}).close();

        assertThat(torn).doesNotExist();
        assertThat(other).exists();
        assertThat(bucket.resolve("a")).exists();
    }

    private CloudAssembly assembly() {
        return Assemblies.of(
                directory.resolve("cdk.out"),
                URI.create("http://127.0.0.1:1"),
                """
                {"Landing": {"Type": "AWS::S3::Bucket", "Properties": {
                  "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": true}}}}}\
                """);
    }
}
