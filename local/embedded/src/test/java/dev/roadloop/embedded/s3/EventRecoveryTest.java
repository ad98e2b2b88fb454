package dev.roadloop.embedded.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.Assemblies;
import dev.roadloop.embedded.template.CloudAssembly;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRecoveryTest {

    @TempDir private Path directory;

    @Test
    void sendsAtTheNextStartWhatWasWrittenAndNotAnnounced() {
        CloudAssembly assembly =
                Assemblies.of(
                        directory.resolve("cdk.out"),
                        URI.create("http://127.0.0.1:1"),
                        """
                        {"Landing": {"Type": "AWS::S3::Bucket", "Properties": {
                          "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": true}}}}}\
                        """);
        Principal owner = new Principal("arn:aws:iam::123456789012:root");
        ObjectNode put =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Bucket", "landing")
                        .put("Key", "a")
                        .put("Body", "hello");
        try (ObjectStore store =
                ObjectStore.start(
                        assembly,
                        directory,
                        (source, type, resources, detail) -> {
                            throw new IllegalStateException("killed before the event was accepted");
                        })) {
            assertThat(store.api().call(owner, "PutObject", put).path("ETag").asText())
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
}
